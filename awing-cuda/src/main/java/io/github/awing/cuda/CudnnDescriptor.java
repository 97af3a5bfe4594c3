package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudnn.cudnnBackendDescriptor_t;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Descriptor of cuDNN's backend API. Set its attributes, {@linkplain #finish finish} it, then query
 * it. Close the descriptors that it refers to after it.
 */
final class CudnnDescriptor implements AutoCloseable {

  private final cudnnBackendDescriptor_t descriptor = new cudnnBackendDescriptor_t();

  /** Makes a descriptor of a type, {@code CUDNN_BACKEND_…_DESCRIPTOR}. */
  CudnnDescriptor(int type) {
    CudnnStatus.require(
        cudnn.cudnnBackendCreateDescriptor(type, descriptor), "begin a description");
  }

  cudnnBackendDescriptor_t pointer() {
    return descriptor;
  }

  CudnnDescriptor longs(int attribute, long... values) {
    try (LongPointer pointer = new LongPointer(values)) {
      return set(attribute, cudnn.CUDNN_TYPE_INT64, values.length, pointer);
    }
  }

  /** Sets a value of one of cuDNN's enumerations, with its type. */
  CudnnDescriptor choice(int attribute, int type, int value) {
    try (IntPointer pointer = new IntPointer(new int[] {value})) {
      return set(attribute, type, 1, pointer);
    }
  }

  CudnnDescriptor number(int attribute, float value) {
    try (FloatPointer pointer = new FloatPointer(new float[] {value})) {
      return set(attribute, cudnn.CUDNN_TYPE_FLOAT, 1, pointer);
    }
  }

  CudnnDescriptor descriptors(int attribute, CudnnDescriptor... values) {
    long[] addresses = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      addresses[i] = values[i].descriptor.address();
    }
    return addresses(attribute, cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR, addresses);
  }

  CudnnDescriptor address(int attribute, int type, long value) {
    return addresses(attribute, type, value);
  }

  CudnnDescriptor addresses(int attribute, int type, long... values) {
    try (LongPointer pointer = new LongPointer(values)) {
      return set(attribute, type, values.length, pointer);
    }
  }

  private CudnnDescriptor set(int attribute, int type, long count, Pointer values) {
    CudnnStatus.require(
        cudnn.cudnnBackendSetAttribute(descriptor, attribute, type, count, values), "be told");
    return this;
  }

  /**
   * Finishes the descriptor.
   *
   * @throws io.github.awing.program.DeviceException if cuDNN does not accept it
   */
  CudnnDescriptor finish() {
    CudnnStatus.require(cudnn.cudnnBackendFinalize(descriptor), "take a description");
    return this;
  }

  /** Finishes the descriptor and returns whether cuDNN accepts it. */
  boolean finishIfAccepted() {
    return cudnn.cudnnBackendFinalize(descriptor) == cudnn.CUDNN_STATUS_SUCCESS;
  }

  long queryLong(int attribute) {
    try (LongPointer value = new LongPointer(1)) {
      ask(attribute, cudnn.CUDNN_TYPE_INT64, 1, value);
      return value.get();
    }
  }

  int queryChoice(int attribute, int type) {
    return queryChoices(attribute, type, 1).get(0);
  }

  /** Queries at most {@code most} values of one of cuDNN's enumerations. */
  List<Integer> queryChoices(int attribute, int type, int most) {
    try (IntPointer values = new IntPointer(most)) {
      int count = ask(attribute, type, most, values);
      List<Integer> choices = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        choices.add(values.get(i));
      }
      return choices;
    }
  }

  /** Number of values of an attribute. */
  int count(int attribute, int type) {
    return ask(attribute, type, 0, null);
  }

  /**
   * Queries descriptors of an attribute into empty ones, which are not finished; returns their
   * number.
   */
  int queryDescriptors(int attribute, List<CudnnDescriptor> empty) {
    try (LongPointer addresses = new LongPointer(Math.max(1, empty.size()))) {
      for (int i = 0; i < empty.size(); i++) {
        addresses.put(i, empty.get(i).descriptor.address());
      }
      return ask(attribute, cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR, empty.size(), addresses);
    }
  }

  private int ask(int attribute, int type, long most, Pointer values) {
    long[] count = new long[1];
    CudnnStatus.require(
        cudnn.cudnnBackendGetAttribute(descriptor, attribute, type, most, count, values), "answer");
    return (int) (most == 0 ? count[0] : Math.min(count[0], most));
  }

  @Override
  public void close() {
    cudnn.cudnnBackendDestroyDescriptor(descriptor);
  }
}
