package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.batch.FaceBatch;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.eval.cli.ComputeBackend;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.util.CollectionAccumulator;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Reads the faces of a training on a worker: fetches the data set once, and loads the faces of a
 * share by its name.
 */
final class WorkerFaces implements MultiDataSetLoader {

  private static final long serialVersionUID = 1L;

  /** Data sets that this Java has opened: an executor keeps them for all of its tasks. */
  private static final Map<String, Opened> OPENED = new ConcurrentHashMap<>();

  private final String id;
  private final TrainingPlan plan;
  private final ClusterTraining.Data data;
  private final String folder;
  private final boolean strict;
  private final SerializableHadoopConfig hadoop;
  private final CollectionAccumulator<String> skipped;

  private record Opened(FaceDataSet faces, FaceBatches batches) {}

  /**
   * Summary of the data set, for the driver.
   *
   * @param problem why it cannot be read, else null; all that follows is of no meaning then
   * @param format its word
   * @param scheme its definition
   * @param schemeName its name
   * @param landmarks of a face
   * @param faces how many
   * @param batches of an epoch
   */
  record Summary(
      String problem,
      String format,
      String scheme,
      String schemeName,
      int landmarks,
      int faces,
      int batches)
      implements Serializable {

    static Summary problem(String what) {
      return new Summary(what, "", "", "", 0, 0, 0);
    }
  }

  /**
   * Reads nothing yet.
   *
   * @param id of the training
   * @param folder where all workers find the data set
   * @param skipped where pictures that cannot be read are told of
   */
  WorkerFaces(
      String id,
      ClusterTraining.Job job,
      String folder,
      SerializableHadoopConfig hadoop,
      CollectionAccumulator<String> skipped) {
    this.id = id;
    this.plan = job.plan();
    this.data = job.data();
    this.folder = folder;
    this.strict = job.strict();
    this.hadoop = hadoop;
    this.skipped = skipped;
  }

  /** Names a share. */
  static String share(int epoch, int from, int to) {
    return epoch + "/" + from + "/" + to;
  }

  /** Starts the worker: its backend, and its data set. */
  Summary summary() {
    try {
      Opened opened = opened();
      return new Summary(
          null,
          opened.faces.format(),
          opened.faces.scheme().definition(),
          opened.faces.scheme().name(),
          opened.faces.scheme().count(),
          opened.faces.faces().size(),
          opened.batches.perEpoch());
    } catch (BadDataException | IllegalArgumentException e) {
      return Summary.problem(e.getMessage());
    } catch (UncheckedIOException e) {
      return Summary.problem(folder + ": cannot be read: " + e.getCause().getMessage());
    }
  }

  @Override
  public MultiDataSet load(Source share) {
    int[] parts = Stream.of(share.getPath().split("/")).mapToInt(Integer::parseInt).toArray();
    try (FaceBatch batch = readable(opened().batches, parts[0], parts[1], parts[2])) {
      INDArray targets = batch.targets().dup('c');
      INDArray mask = batch.mask().map(INDArray::dup).orElse(null);
      return new MultiDataSet(
          new INDArray[] {batch.pictures().dup('c')},
          Collections.nCopies(plan.stacks(), targets).toArray(INDArray[]::new),
          null,
          mask == null ? null : Collections.nCopies(plan.stacks(), mask).toArray(INDArray[]::new));
    }
  }

  /**
   * Loads the share or, if none of its pictures can be read, the first after it that is not empty.
   */
  private FaceBatch readable(FaceBatches batches, int epoch, int from, int to) {
    int told = batches.skipped().size();
    int count = opened().faces.faces().size();
    int length = to - from;
    FaceBatch batch = batches.part(epoch, from, to);
    for (int at = to; batch.size() == 0; at += length) {
      if (at >= to + count) {
        throw new BadDataException(Path.of(folder), "none of its pictures can be read");
      }
      batch.close();
      int start = Math.min(at % count, count - length);
      batch = batches.part(epoch, start, start + length);
    }
    List<String> lines = batches.skipped();
    lines.subList(Math.min(told, lines.size()), lines.size()).forEach(skipped::add);
    return batch;
  }

  private Opened opened() {
    return OPENED.computeIfAbsent(id, unused -> open());
  }

  private Opened open() {
    try {
      ComputeBackend.start();
      FaceDataSet faces = data.read(HadoopFolder.localCopy(folder, hadoop.getConfiguration()));
      faces.notes().forEach(note -> System.err.println(folder + ": " + note));
      return new Opened(faces, PlannedFaces.batches(plan, faces, strict, 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
