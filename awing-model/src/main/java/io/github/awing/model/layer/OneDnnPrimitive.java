package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One thing that oneDNN computes, made once and run many times on arrays that may lie elsewhere
 * each time.
 */
final class OneDnnPrimitive {

  private final primitive computation;
  private final stream stream = new stream(OneDnn.engine());
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final Map<Integer, memory> memories = new HashMap<>();
  private final long scratchFloats;

  /**
   * A computation, made with {@link #attributes}.
   *
   * @param scratch what memory it asks for beside its arguments
   */
  OneDnnPrimitive(primitive computation, memory.desc scratch) {
    this(computation, floats(scratch));
    if (scratchFloats > 0) {
      describe(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
    }
  }

  private OneDnnPrimitive(primitive computation, long scratchFloats) {
    this.computation = computation;
    this.scratchFloats = scratchFloats;
  }

  /** Scratch memory is the caller's: oneDNN's own belongs to the thread that made the primitive. */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** From one order, or kind of numbers, into another; made to go from FROM to TO. */
  static OneDnnPrimitive reorder(memory.desc from, memory.desc to) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(OneDnn.engine(), from, OneDnn.engine(), to, attributes(), false);
    return new OneDnnPrimitive(new reorder(description), description.scratchpad_desc())
        .describe(dnnl.DNNL_ARG_FROM, from)
        .describe(dnnl.DNNL_ARG_TO, to);
  }

  /** The same computation, to be run elsewhere at the same time. */
  OneDnnPrimitive another() {
    OneDnnPrimitive another = new OneDnnPrimitive(computation, scratchFloats);
    memories.forEach((argument, memory) -> another.describe(argument, memory.get_desc()));
    return another;
  }

  /** Says what an argument looks like in memory. */
  OneDnnPrimitive describe(int argument, memory.desc description) {
    memory memory = new memory(description, OneDnn.engine(), new Pointer());
    memories.put(argument, memory);
    arguments.put(argument, memory);
    return this;
  }

  /** Says where an argument is, for the next run. */
  OneDnnPrimitive with(int argument, INDArray array) {
    return with(argument, array, 0);
  }

  /** Says where an argument is, for the next run: in an array, after so many floats of it. */
  OneDnnPrimitive with(int argument, INDArray array, long from) {
    Pointer start = NativeFloats.pointer(array);
    memories.get(argument).set_data_handle(start.position(start.position() + Float.BYTES * from));
    return this;
  }

  /** How many floats of scratch memory it needs. */
  long scratch() {
    return scratchFloats;
  }

  /** Runs it where all its arguments are, scratch memory too. */
  void run() {
    computation.execute(stream, arguments);
    stream._wait();
  }

  /** Runs it, with scratch memory of that kind. */
  void run(LayerWorkspaceMgr workspaces, ArrayType scratch) {
    if (scratchFloats > 0) {
      with(dnnl.DNNL_ARG_SCRATCHPAD, array(workspaces, scratch, scratchFloats));
    }
    run();
  }

  /** How many floats make up what is described. */
  static long floats(memory.desc description) {
    return (description.get_size() + Float.BYTES - 1) / Float.BYTES;
  }

  /** Memory for what is described. */
  static INDArray array(LayerWorkspaceMgr workspaces, ArrayType type, long floats) {
    return workspaces.createUninitialized(type, DataType.FLOAT, floats);
  }
}
