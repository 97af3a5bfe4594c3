package io.github.awing.program.cpu;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/**
 * Primitive of oneDNN, made once and run many times on arrays at changing addresses. For one thread
 * at a time.
 */
final class OneDnnPrimitive {

  private final primitive computation;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final Map<Integer, Argument> memories = new HashMap<>();
  private final long scratchFloats;

  private static final class Argument {
    private final memory memory;
    private long address;

    Argument(memory memory) {
      this.memory = memory;
    }
  }

  /**
   * Wraps a computation, which was made with {@link #attributes}.
   *
   * @param scratch description of its scratch memory
   */
  OneDnnPrimitive(primitive computation, memory.desc scratch) {
    this.computation = computation;
    this.scratchFloats = floats(scratch);
    if (scratchFloats > 0) {
      describe(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
    }
  }

  private OneDnnPrimitive(OneDnnPrimitive same) {
    computation = same.computation;
    scratchFloats = same.scratchFloats;
    same.memories.forEach((argument, known) -> describe(argument, known.memory.get_desc()));
  }

  /**
   * Attributes that make scratch memory the caller's; oneDNN's own belongs to the thread that made
   * the primitive.
   */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /**
   * Makes a primitive that converts memory to another order or type, with the arguments FROM and
   * TO.
   */
  static OneDnnPrimitive reorder(memory.desc from, memory.desc to) {
    return reorder(from, to, attributes());
  }

  /** Makes a primitive that converts memory and adds the result to TO. */
  static OneDnnPrimitive addingReorder(memory.desc from, memory.desc to) {
    post_ops adding = new post_ops();
    adding.append_sum();
    primitive_attr attributes = attributes();
    attributes.set_post_ops(adding);
    return reorder(from, to, attributes);
  }

  private static OneDnnPrimitive reorder(
      memory.desc from, memory.desc to, primitive_attr attributes) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(OneDnn.engine(), from, OneDnn.engine(), to, attributes, false);
    return new OneDnnPrimitive(new reorder(description), description.scratchpad_desc())
        .describe(dnnl.DNNL_ARG_FROM, from)
        .describe(dnnl.DNNL_ARG_TO, to);
  }

  /** Makes the same primitive for use by another thread. */
  OneDnnPrimitive another() {
    return new OneDnnPrimitive(this);
  }

  /** Sets the memory description of an argument. */
  OneDnnPrimitive describe(int argument, memory.desc description) {
    memory memory = new memory(description, OneDnn.engine(), new Address(0));
    memories.put(argument, new Argument(memory));
    arguments.put(argument, memory);
    return this;
  }

  /** The memory description of an argument. */
  memory.desc description(int argument) {
    return memories.get(argument).memory.get_desc();
  }

  /** Sets the address of an argument. */
  OneDnnPrimitive with(int argument, long address) {
    Argument known = memories.get(argument);
    if (known.address != address) {
      known.memory.set_data_handle(new Address(address));
      known.address = address;
    }
    return this;
  }

  /** Number of floats of scratch memory that it needs. */
  long scratch() {
    return scratchFloats;
  }

  /**
   * Runs the computation on its arguments.
   *
   * @param scratch address of {@link #scratch} floats
   */
  void run(stream stream, long scratch) {
    if (scratchFloats > 0) {
      with(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
    }
    computation.execute(stream, arguments);
    stream._wait();
  }

  /** Number of floats that hold memory of this description. */
  static long floats(memory.desc description) {
    return (description.get_size() + Float.BYTES - 1) / Float.BYTES;
  }
}
