package io.github.awing.cuda;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Buffer;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies of a program's constants on the card; weights in the convolutions' order. */
final class Constants implements AutoCloseable {

  private final CardEngine engine;
  private final Program program;
  private final CardStream stream;
  private final Map<Integer, Region> buffers = new HashMap<>();
  private final Map<Key, Region> ordered = new HashMap<>();
  private final List<Long> allocated = new ArrayList<>();

  private record Key(Operand weights, ConvolutionSize size) {}

  Constants(CardEngine engine, Program program, CardStream stream) {
    this.engine = engine;
    this.program = program;
    this.stream = stream;
  }

  /** Memory of a buffer. */
  Region region(int number) {
    return buffers.computeIfAbsent(number, this::uploaded);
  }

  private Region uploaded(int number) {
    Buffer buffer = program.buffers().get(number);
    INDArray values = buffer.constant();
    Region region = allocated(HostMemory.bytes(values));
    try (Transfers transfers = new Transfers(engine.card(), stream)) {
      transfers.begin(Transfers.room(region.bytes()));
      transfers.upload(region.address(), NativeFloats.address(values), region.bytes());
      stream.await();
    }
    Reference.reachabilityFence(values);
    return region;
  }

  private Region allocated(long bytes) {
    Region region = new Region(bytes);
    long address = engine.card().allocate(bytes);
    allocated.add(address);
    region.setAddress(address);
    return region;
  }

  /** Weights in the order and type of a convolution. */
  Region ordered(Operand weights, ConvolutionSize size) {
    return ordered.computeIfAbsent(new Key(weights, size), this::ordered);
  }

  private Region ordered(Key key) {
    Storage storage = engine.activations();
    Region to = allocated(key.size.paddedWeights() * storage.bytes());
    Place from =
        new Place(region(key.weights.buffer()), key.weights.offset() * Float.BYTES, Storage.FLOAT);
    Table table = new Table(WeightOrders.WORDS);
    WeightOrders.addRows(table, key.size, from::address, to, storage);
    Card.Kernel kernel = engine.kernels().of("weights").output(storage).kernel("weights");
    long address = engine.card().allocate(table.bytes());
    try {
      table.setAddress(address);
      table.upload(stream);
      stream.launch(kernel, table.rows(), CardEngine.THREADS, table.address());
      stream.await();
    } finally {
      engine.card().free(address);
    }
    return to;
  }

  @Override
  public void close() {
    allocated.forEach(engine.card()::free);
    allocated.clear();
    buffers.clear();
    ordered.clear();
  }
}
