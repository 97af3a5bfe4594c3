package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** Tests the pixels of a part of a picture. */
class PicturePartTest {

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

  @Test
  void aPartHasThePixelsOfItsPlace() {
    try (Picture picture = picture(100, 80);
        PicturePart all = PicturePart.reduced(picture, 2);
        // In pixels of the part, x from 3.2 to 7.7 and y from 2.3 to 5.1.
        PicturePart part = all.within(new Box(6.9, 5.1, 15.9, 10.7));
        PicturePart copy = part.copy();
        PicturePart beyond = all.within(new Box(200.5, 10, 210, 20))) {
      assertThat(part.picture().width()).isEqualTo(8 + 1 - 3);
      assertThat(part.picture().height()).isEqualTo(6 + 1 - 2);
      assertThat(part.toWhole().apply(new Point(0, 0))).isEqualTo(new Point(6.5, 4.5));
      assertThat(copy.toWhole()).isEqualTo(part.toWhole());
      assertThat(copy.picture().toBufferedImage().getRGB(1, 1))
          .isEqualTo(picture.toBufferedImage().getRGB(3 + 1, 2 + 1));
      assertThat(beyond.picture().width()).isEqualTo(100);
      assertThat(beyond.toWhole()).isEqualTo(all.toWhole());
    }
  }

  /** The first column behind the last. */
  @Test
  void aPlaceBehindTheLastPixelReturnsAllPixels() {
    try (Picture picture = picture(100, 80);
        PicturePart all = PicturePart.reduced(picture, 1);
        PicturePart right = all.within(new Box(100, 10, 120, 20));
        PicturePart below = all.within(new Box(10, 80, 20, 90))) {
      assertThat(right.picture().width()).isEqualTo(100);
      assertThat(below.picture().height()).isEqualTo(80);
    }
  }
}
