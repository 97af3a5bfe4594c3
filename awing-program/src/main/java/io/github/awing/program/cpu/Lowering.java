package io.github.awing.program.cpu;

import io.github.awing.program.Buffer;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import io.github.awing.program.cpu.Task.Kind;
import io.github.awing.program.cpu.Task.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lowers a program's steps to tasks and divides these into segments, within which no worker waits
 * for another.
 */
final class Lowering {

  private final Program program;
  private final Parallelism parallelism;
  private final List<Buffer> buffers;
  private final Map<Operand, Tensor> tensors = new HashMap<>();
  private final List<Segment> segments = new ArrayList<>();
  private final List<INDArray> constants = new ArrayList<>();

  /** Tasks that are postponed until another task begins the next segment. */
  private final List<Task> waiting = new ArrayList<>();

  private int shares;

  Lowering(Program program, Parallelism parallelism) {
    this.program = program;
    this.parallelism = parallelism;
    buffers = new ArrayList<>(program.buffers());
    segments.add(new Segment());
  }

  /** Lowers all steps. */
  Lowering run() {
    program.steps().forEach(this::lower);
    if (!waiting.isEmpty()) {
      beginSegment();
    }
    return this;
  }

  private void lower(Step step) {
    Op op = step.op();
    if (isConvolution(op) && !parallelism.oneDnn()) {
      new Nd4jTask(this).add(step);
    } else if (op instanceof Op.Convolution convolution) {
      new OneDnnConvolutions(this).forward(step, convolution);
    } else if (op instanceof Op.ConvolutionInputGradient convolution) {
      new OneDnnConvolutions(this).inputGradient(step, convolution);
    } else if (op instanceof Op.ConvolutionWeightGradient convolution) {
      new OneDnnConvolutions(this).weightGradient(step, convolution);
    } else if (op instanceof Op.Statistics) {
      new BatchNormTasks(this).statistics(step);
    } else if (op instanceof Op.Normalise normalise) {
      new BatchNormTasks(this).normalise(step, normalise);
    } else if (op instanceof Op.NormaliseSums sums) {
      new BatchNormTasks(this).sums(step, sums);
    } else if (op instanceof Op.NormaliseGradient gradient) {
      new BatchNormTasks(this).gradient(step, gradient);
    } else if (op instanceof Op.Loss loss) {
      new LossTask(this).add(step, loss);
    } else if (op instanceof Op.Penalty penalty) {
      new OptimiserTasks(this).penalty(step, penalty);
    } else if (op instanceof Op.Clip clip) {
      new OptimiserTasks(this).clip(step, clip);
    } else if (op instanceof Op.Update update) {
      new OptimiserTasks(this).update(step, update);
    } else {
      new ElementTasks(this).add(step);
    }
  }

  private static boolean isConvolution(Op op) {
    return op instanceof Op.Convolution
        || op instanceof Op.ConvolutionInputGradient
        || op instanceof Op.ConvolutionWeightGradient;
  }

  Parallelism parallelism() {
    return parallelism;
  }

  List<Buffer> buffers() {
    return buffers;
  }

  List<Segment> segments() {
    return segments;
  }

  Map<Operand, Tensor> tensors() {
    return tensors;
  }

  /** Arrays that must live as long as the tasks. */
  List<INDArray> constants() {
    return constants;
  }

  /** Shape of one slice. */
  TensorShape slice(Operand operand) {
    return operand.shape().withFaces(parallelism.facesPerSlice());
  }

  Buffer buffer(Operand operand) {
    return buffers.get(operand.buffer());
  }

  /** The whole vector that an operand is a part of. */
  Operand whole(Operand part) {
    return new Operand(part.buffer(), 0, TensorShape.vector(buffer(part).floats()));
  }

  /** Number of floats of a slice of a buffer. */
  long sliceFloats(Buffer buffer) {
    return buffer.floats() / program.faces() * parallelism.facesPerSlice();
  }

  /** The memory of an operand. */
  Tensor tensor(Operand operand) {
    return tensors.computeIfAbsent(
        operand,
        absent -> {
          Buffer buffer = buffer(operand);
          Tensor tensor = new Tensor(operand, buffer.perFace() ? slice(operand).floats() : 0);
          if (buffer.role() == Buffer.Role.CONSTANT) {
            tensor.setArray(buffer.constant());
          }
          return tensor;
        });
  }

  /** Keeps an array alive as long as the tasks. */
  INDArray keep(INDArray constant) {
    constants.add(constant);
    return constant;
  }

  /** Uses an array as an internal buffer, and keeps it alive as long as the tasks. */
  void keep(Operand internal, INDArray constant) {
    Buffer buffer = buffer(internal);
    buffers.set(
        internal.buffer(),
        new Buffer(Buffer.Role.CONSTANT, buffer.floats(), buffer.perFace(), constant));
    tensors.put(internal, new Tensor(internal, 0));
    tensor(internal).setArray(keep(constant));
  }

  /** Makes a buffer for the tasks' own use, which all workers share. */
  Operand internal(long floats) {
    buffers.add(new Buffer(Buffer.Role.TEMPORARY, floats, false, null));
    return new Operand(buffers.size() - 1, 0, TensorShape.vector(floats));
  }

  void add(Kind kind, Step step, long scratch, Work work) {
    add(new Task(kind, work, step.allReads().toList(), step.writes(), scratch));
  }

  void add(Task task) {
    boolean needsWaiting = waiting.stream().anyMatch(other -> Segment.conflict(other, task));
    if (needsWaiting || last().mustEndBefore(task)) {
      beginSegment();
      if (last().mustEndBefore(task)) {
        beginSegment();
      }
    }
    last().add(task);
  }

  private Segment last() {
    return segments.get(segments.size() - 1);
  }

  private void beginSegment() {
    segments.add(new Segment());
    waiting.forEach(last()::add);
    waiting.clear();
  }

  /** Adds a task for which only the readers of its results wait. */
  void addLater(Task task) {
    waiting.add(task);
  }

  /**
   * Adds a task that depends on parameters alone to the segment before the last, unless one of the
   * last two segments changes the parameters.
   */
  void addBefore(Task task) {
    if (segments.size() == 1) {
      segments.add(0, new Segment());
    }
    int before = segments.size() - 2;
    if (segments.subList(before, before + 2).stream().anyMatch(s -> s.mustEndBefore(task))) {
      add(task);
    } else {
      segments.get(before).add(task);
    }
  }

  /** Work of a share that a single worker does, a different worker for each such task. */
  Work byOneWorker(Work work) {
    int turn = shares++;
    return (lane, first, end) -> {
      if (turn % lane.workers() == lane.worker()) {
        work.run(lane, first, end);
      }
    };
  }

  static List<Operand> operands(List<Operand> some, Operand... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
