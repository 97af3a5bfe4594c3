package io.github.awing.eval.predict;

import io.github.awing.eval.PredictedFace;
import io.github.awing.eval.PredictionText;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes predictions as iBUG {@code .pts} files, one for each face, named after the picture.
 * Further faces of a picture get a number.
 */
final class PointsFiles implements PredictionWriter {

  private final Path folder;
  private final Set<String> taken = new HashSet<>();

  PointsFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public void write(List<PredictedFace> faces) throws IOException {
    for (PredictedFace face : faces) {
      AtomicFile.write(
          folder.resolve(freeName(face.image())), PredictionText.pts(face.alignment().landmarks()));
    }
  }

  private String freeName(String image) {
    int dot = image.lastIndexOf('.');
    String stem = dot > image.lastIndexOf('/') ? image.substring(0, dot) : image;
    String name = stem + ".pts";
    for (int i = 2; !taken.add(name); i++) {
      name = stem + "-" + i + ".pts";
    }
    return name;
  }

  @Override
  public void finish() {
    // Every file is complete when it is written.
  }

  @Override
  public void close() {
    // No file stays open.
  }
}
