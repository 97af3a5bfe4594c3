package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;

class LaunchArgumentsTest {

  @Test
  void pointToEachArgument() {
    try (LaunchArguments arguments = new LaunchArguments()) {
      long[] values = LongStream.range(100, 140).toArray();
      arguments.of(1, 2);
      PointerPointer<Pointer> pointers = arguments.of(values);
      for (int i = 0; i < values.length; i++) {
        assertThat(new LongPointer(pointers.get(i)).get()).isEqualTo(values[i]);
      }
    }
  }

  @Test
  void holdFloatsInTheirLowerBytes() {
    try (LaunchArguments arguments = new LaunchArguments()) {
      PointerPointer<Pointer> pointers = arguments.of(Float.floatToRawIntBits(-0.5f));
      assertThat(new FloatPointer(pointers.get(0)).get()).isEqualTo(-0.5f);
    }
  }
}
