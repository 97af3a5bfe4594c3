package io.github.awing.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** Closes descriptors that refer to each other, the last one first. */
final class DescriptorScope implements AutoCloseable {

  private final Deque<CudnnDescriptor> descriptors = new ArrayDeque<>();

  CudnnDescriptor begin(int type) {
    CudnnDescriptor descriptor = new CudnnDescriptor(type);
    descriptors.push(descriptor);
    return descriptor;
  }

  List<CudnnDescriptor> begin(int type, int count) {
    return IntStream.range(0, count).mapToObj(i -> begin(type)).toList();
  }

  @Override
  public void close() {
    while (!descriptors.isEmpty()) {
      descriptors.pop().close();
    }
  }
}
