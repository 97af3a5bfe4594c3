package io.github.awing.eval.predict;

import io.github.awing.eval.PredictedFace;
import java.io.IOException;
import java.util.List;

/** Where predictions go, picture by picture. */
interface PredictionWriter extends AutoCloseable {

  /** Writes some faces, those of a picture one after another. */
  void write(List<PredictedFace> faces) throws IOException;

  /** Says that this was all. */
  void finish() throws IOException;

  /** Leaves what was written, finished or not. */
  @Override
  void close() throws IOException;
}
