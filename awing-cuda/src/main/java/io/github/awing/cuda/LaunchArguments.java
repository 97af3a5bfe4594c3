package io.github.awing.cuda;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Arguments of a kernel as the driver reads them: an array of pointers to them. Used again. */
final class LaunchArguments implements AutoCloseable {

  private long room;
  private LongPointer values = new LongPointer();
  private PointerPointer<Pointer> pointers = new PointerPointer<>();

  /** Puts arguments there, until the next call. */
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
