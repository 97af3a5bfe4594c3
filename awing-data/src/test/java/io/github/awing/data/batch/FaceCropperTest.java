package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import java.awt.image.BufferedImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which boxes are refused, and that a crop of a part equals a crop of the whole. */
class FaceCropperTest {

  private static final FaceCropper CROPPER = new FaceCropper(64, 1.25);

  /**
   * A picture, whose pixels' edges at 100 x 80 pixels are from -0.5 to 99.5 and from -0.5 to 79.5.
   */
  private static Picture picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | 100);
      }
    }
    return Picture.of(image);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10, 11, 11",
    "10, 10, 11, 10.1",
    "10, 10, 10.1, 11",
    "99.4, 30, 119, 50",
    "-20, 30, -0.4, 50",
    "40, 79.4, 60, 99",
    "40, -20, 60, -0.4",
    // Ten times as long as the picture.
    "-450.5, -460.5, 549.5, 539.5",
  })
  void acceptsABoxThatTouchesThePicture(double left, double top, double right, double bottom) {
    try (Picture wide = picture(100, 80);
        Picture high = picture(80, 100)) {
      CROPPER.crop(wide, new Box(left, top, right, bottom)).close();
      CROPPER.crop(high, new Box(top, left, bottom, right)).close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10, 10, 10.9, 10.5 | it is smaller than a pixel",
        "99.5, 30, 120, 50 | it lies outside the picture",
        "-20, 30, -0.5, 50 | it lies outside the picture",
        "40, 79.5, 60, 100 | it lies outside the picture",
        "40, -20, 60, -0.5 | it lies outside the picture",
        "-451, -460.5, 549.5, 539.5 | it is far larger than the picture",
        "-1e9, 0, 0, 1e3 | it is far larger than the picture",
        "-1e9, 0, 1, 1e3 | no picture is so large",
        "-1e9, 0, -999999900, 50 | it lies outside the picture",
        "-1000000001, 0, -999999900, 50 | no picture is so large",
        "0, -1e9, 50, -999999900 | it lies outside the picture",
        "0, -1000000001, 50, -999999900 | no picture is so large",
        "999999900, 0, 1e9, 50 | it lies outside the picture",
        "999999900, 0, 1000000001, 50 | no picture is so large",
        "0, 999999900, 50, 1e9 | it lies outside the picture",
        "0, 999999900, 50, 1000000001 | no picture is so large",
        "1e9, 0, 1000000001, 1 | no picture is so large"
      })
  void refusesOtherBoxesWithTheReason(String sides, String why) {
    String[] side = sides.split(", ");
    Box box =
        new Box(
            Double.parseDouble(side[0]),
            Double.parseDouble(side[1]),
            Double.parseDouble(side[2]),
            Double.parseDouble(side[3]));
    try (Picture picture = picture(100, 80)) {
      assertThatThrownBy(() -> CROPPER.crop(picture, box))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("a picture of 100 x 80 pixels: the box " + box.left() + ",")
          .hasMessageEndingWith(why);
    }
  }

  /** Shrunk and enlarged, in the middle and at each side: no pixel is missing at the borders. */
  @ParameterizedTest
  @CsvSource({
    "150, 120, 350, 300",
    "150, 120, 190, 150",
    "-30, -20, 170, 160",
    "350, 250, 550, 460",
  })
  void aCropOfThePartReadEqualsACropOfTheWholePicture(
      double left, double top, double right, double bottom) {
    Box box = new Box(left, top, right, bottom);
    try (Picture picture = picture(500, 400);
        CroppedFace face = CROPPER.crop(picture, box);
        Picture whole = picture.warp(CROPPER.toCrop(box), CROPPER.size())) {
      BufferedImage expected = whole.toBufferedImage();
      BufferedImage actual = face.crop().toBufferedImage();
      for (int i = 0; i < 64 * 64; i++) {
        for (int band = 0; band < 3; band++) {
          assertThat(actual.getRaster().getSample(i % 64, i / 64, band))
              .as("x %d, y %d", i % 64, i / 64)
              .isCloseTo(expected.getRaster().getSample(i % 64, i / 64, band), within(1));
        }
      }
    }
  }
}
