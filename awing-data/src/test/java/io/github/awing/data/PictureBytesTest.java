package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureBytesTest {

  @Test
  void decodesTheBytes() throws IOException {
    PictureBytes bytes = new PictureBytes("portrait", portrait(), 1);

    try (Picture picture = bytes.read();
        PicturePart part = bytes.readFor(0.5, new Box(0, 0, 512, 512))) {
      assertThat(picture.width()).isEqualTo(512);
      assertThat(picture.height()).isEqualTo(512);
      assertThat(part.picture().width()).isEqualTo(256);
    }
    assertThat(bytes).hasToString("portrait");
  }

  @Test
  void errorsGiveTheName() throws IOException {
    byte[] portrait = portrait();
    assertThatThrownBy(() -> new PictureBytes("p", new byte[0], 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage("p: the picture is empty");
    assertThatThrownBy(() -> new PictureBytes("p", new byte[9], 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("p: is no picture of a known kind");
    assertThatThrownBy(() -> new PictureBytes("p", Arrays.copyOf(portrait, 3000), 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("p: is cut off");
  }

  @Test
  void tooManyPixelsThrowTheirOwnException() {
    byte[] header = "P6 1001 1000 255 ".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> new PictureBytes("p", header, 1))
        .isInstanceOf(PictureTooLargeException.class)
        .hasMessage("p: says it has 1001 x 1000 pixels; 1 to 1 million are read");
    byte[] huge = "P6 99999 99999 255 ".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> new PictureBytes("p", huge, 134))
        .isInstanceOf(PictureTooLargeException.class);
  }

  private static byte[] portrait() throws IOException {
    try (InputStream in = PictureBytesTest.class.getResourceAsStream("detect/astronaut.jpg")) {
      return in.readAllBytes();
    }
  }
}
