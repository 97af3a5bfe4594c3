package io.github.awing.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All predictions in one file, a line a face. */
final class LandmarkList implements PredictionWriter {

  private final GrowingFile file;
  private final Function<PredictedFace, String> line;

  private LandmarkList(GrowingFile file, Function<PredictedFace, String> line) {
    this.file = file;
    this.line = line;
  }

  /** As {@code landmarks.jsonl}. */
  static LandmarkList json(Path folder) throws IOException {
    return new LandmarkList(
        new GrowingFile(folder.resolve("landmarks.jsonl")), PredictionText::jsonLine);
  }

  /** As {@code landmarks.csv}. */
  static LandmarkList csv(Path folder, int landmarks) throws IOException {
    GrowingFile file = new GrowingFile(folder.resolve("landmarks.csv"));
    file.append(PredictionText.csvHeader(landmarks));
    return new LandmarkList(file, PredictionText::csvRow);
  }

  @Override
  public void write(List<PredictedFace> faces) throws IOException {
    file.append(faces.stream().map(line).collect(Collectors.joining()));
  }

  @Override
  public void finish() throws IOException {
    file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
