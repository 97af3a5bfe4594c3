package io.github.awing.bench;

import java.util.List;

/**
 * Row of the table: a benchmark and its lower bound, both measured in the same run.
 *
 * @param what description of the benchmark
 * @param benchmark its name, as in {@link Measured#name}
 * @param floor the lower bound's name, as in {@link Measured#name}
 * @param against description of the lower bound
 */
record Row(String what, String benchmark, String floor, String against) {

  /** All rows, in the order of the table. */
  static List<Row> all() {
    String convolutions = "its convolutions alone";
    return List.of(
        new Row(
            "step of training, small, 8 faces",
            "TrainingStepBenchmark.step network=small-8",
            "TrainingStepBenchmark.convolutions network=small-8",
            convolutions),
        new Row(
            "step of training, paper, 4 faces",
            "TrainingStepBenchmark.step network=paper-4",
            "TrainingStepBenchmark.convolutions network=paper-4",
            convolutions),
        new Row(
            "heatmaps, small, 1 face",
            "InferenceBenchmark.heatmaps network=small-1",
            "InferenceBenchmark.convolutions network=small-1",
            convolutions),
        new Row(
            "heatmaps, small, 8 faces",
            "InferenceBenchmark.heatmaps network=small-8",
            "InferenceBenchmark.convolutions network=small-8",
            convolutions),
        new Row(
            "heatmaps, paper, 1 face",
            "InferenceBenchmark.heatmaps network=paper-1",
            "InferenceBenchmark.convolutions network=paper-1",
            convolutions),
        new Row(
            "heatmaps, paper, 8 faces",
            "InferenceBenchmark.heatmaps network=paper-8",
            "InferenceBenchmark.convolutions network=paper-8",
            convolutions),
        new Row(
            "loss and gradient, 8 x 99 x 64 x 64",
            "LossBenchmark.fused",
            "LossBenchmark.plainCopy",
            "a copy of its arrays"),
        new Row(
            "the same, as a share of a step",
            "LossBenchmark.fused",
            "TrainingStepBenchmark.step network=small-8",
            "the small network's step of 8 faces"),
        new Row(
            "a face read, cropped, augmented, drawn as targets, on all cores",
            "PipelineBenchmark.all files=picture",
            "PipelineBenchmark.decode files=picture",
            "decoding its JPEG, on one core"),
        new Row(
            "a face's 99 target heatmaps",
            "PipelineBenchmark.targets files=picture",
            "PipelineBenchmark.decode files=picture",
            "decoding its JPEG"),
        new Row(
            "decoding of heatmaps, 8 faces: the paper's",
            "DecodingBenchmark.argMaxQuarter",
            "DecodingBenchmark.copy",
            "a copy of the heatmaps"),
        new Row(
            "decoding of heatmaps, 8 faces: DARK",
            "DecodingBenchmark.dark",
            "DecodingBenchmark.copy",
            "a copy of the heatmaps"),
        new Row(
            "NME, FR and AUC of 2500 faces",
            "MetricsBenchmark.metrics",
            "MetricsBenchmark.distances",
            "the distances of their landmarks"));
  }
}
