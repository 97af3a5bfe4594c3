package io.github.awing.eval.predict;

import io.github.awing.eval.PredictedFace;
import java.io.IOException;
import java.util.List;

/** Writes predictions, picture by picture. */
interface PredictionWriter extends AutoCloseable {

  /** Writes faces; those of one picture are adjacent. */
  void write(List<PredictedFace> faces) throws IOException;

  /** Completes the files after the last face. */
  void finish() throws IOException;

  /** Closes the files and keeps what is written, complete or not. */
  @Override
  void close() throws IOException;
}
