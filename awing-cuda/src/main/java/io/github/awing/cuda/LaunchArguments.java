package io.github.awing.cuda;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Converts a kernel's arguments to the driver's form, an array of pointers. Reusable. */
final class LaunchArguments implements AutoCloseable {

  private long room;
  private LongPointer values = new LongPointer();
  private PointerPointer<Pointer> pointers = new PointerPointer<>();

  /** Sets the arguments, which are valid until the next call. */
  PointerPointer<Pointer> of(long... arguments) {
    if (arguments.length > room) {
      close();
      room = Math.max(16, arguments.length);
      values = new LongPointer(room);
      pointers = new PointerPointer<>(room);
      for (long i = 0; i < room; i++) {
        try (Address place = new Address(values.address() + Long.BYTES * i)) {
          pointers.put(i, place);
        }
      }
    }
    values.put(arguments, 0, arguments.length);
    return pointers;
  }

  @Override
  public void close() {
    values.close();
    pointers.close();
  }
}
