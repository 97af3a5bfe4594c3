package io.github.awing.eval.predict;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Landmarks;
import io.github.awing.eval.Alignment;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.PredictedFace;
import io.github.awing.eval.cli.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts the landmarks of pictures and writes them in the pictures' order. Reads pictures ahead
 * while the network runs. Keeps only a few faces in memory, for any number of pictures.
 */
final class PicturePredictor {

  private static final int PICTURES_AHEAD = 2 * FaceAligner.MOST_AT_ONCE;
  private static final int MOST_READERS = 4;

  private final FaceAligner aligner;
  private final FacePlaces places;
  private final PredictionWriter writer;
  private final OverlayWriter overlays;
  private final boolean strict;
  private final Progress progress;

  private final List<PreparedPicture> waiting = new ArrayList<>();
  private long processed;
  private long faces;
  private long skipped;
  private long faceless;
  private long leftOut;

  /**
   * Reads nothing yet.
   *
   * @param overlays null for no overlays
   * @param strict whether a picture that cannot be read, or a box that cannot be of a face, ends
   *     the prediction
   */
  PicturePredictor(
      FaceAligner aligner,
      FacePlaces places,
      PredictionWriter writer,
      OverlayWriter overlays,
      boolean strict,
      Progress progress) {
    this.aligner = aligner;
    this.places = places;
    this.writer = writer;
    this.overlays = overlays;
    this.strict = strict;
    this.progress = progress;
  }

  /**
   * Predicts all pictures; names unreadable pictures and pictures without a face at once.
   *
   * @throws BadDataException if strict and a picture cannot be read or a box cannot be of a face;
   *     the pictures before it are written
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if this thread is interrupted
   */
  void predict(PictureFiles pictures) throws IOException, InterruptedException {
    int readers = Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
    try (Prefetcher<Path, PreparedPicture> ahead =
        new Prefetcher<>(
            pictures.iterator(),
            file -> PreparedPicture.of(pictures.name(file), file, places, aligner),
            readers,
            PICTURES_AHEAD)) {
      while (ahead.hasNext()) {
        try {
          add(ahead.next());
        } catch (BadDataException e) {
          skip(e);
        }
      }
      predictWaiting();
    } finally {
      waiting.forEach(PreparedPicture::close);
    }
    if (overlays != null) {
      overlays.finish();
    }
  }

  private void add(PreparedPicture picture) throws IOException, InterruptedException {
    if (strict && !picture.leftOut().isEmpty()) {
      picture.close();
      predictWaiting();
      throw picture.leftOut().get(0);
    }
    leftOut += picture.leftOut().size();
    picture.leftOut().forEach(why -> progress.note("left out: " + why.getMessage()));
    if (picture.places().isEmpty() && picture.leftOut().isEmpty()) {
      faceless++;
      progress.note("no face: " + picture.file());
    }
    waiting.add(picture);
    if (waiting.stream().mapToInt(p -> p.places().size()).sum() >= FaceAligner.MOST_AT_ONCE) {
      predictWaiting();
    }
  }

  private void skip(BadDataException e) throws IOException, InterruptedException {
    if (strict) {
      predictWaiting();
      throw e;
    }
    skipped++;
    progress.note("skipped: " + e.getMessage());
    progress.reached(++processed);
  }

  private void predictWaiting() throws IOException, InterruptedException {
    List<Alignment> alignments =
        aligner.align(waiting.stream().flatMap(picture -> picture.crops().stream()).toList());
    List<PredictedFace> found = new ArrayList<>();
    for (PreparedPicture picture : waiting) {
      int first = found.size();
      for (int i = 0; i < picture.places().size(); i++) {
        found.add(
            new PredictedFace(
                picture.image(), picture.places().get(i).box(), alignments.get(found.size())));
      }
      if (overlays != null && found.size() > first) {
        overlays.write(picture.image(), picture.file(), landmarks(found, first));
      }
      picture.close();
    }
    writer.write(found);
    faces += found.size();
    processed += waiting.size();
    waiting.clear();
    progress.reached(processed);
  }

  private static List<Landmarks> landmarks(List<PredictedFace> faces, int first) {
    return faces.subList(first, faces.size()).stream()
        .map(face -> face.alignment().landmarks())
        .toList();
  }

  /** Faces written so far. */
  long faces() {
    return faces;
  }

  /** Pictures that could not be read. */
  long skipped() {
    return skipped;
  }

  /** Pictures without a face. */
  long faceless() {
    return faceless;
  }

  /** Boxes that cannot be of a face in their picture. */
  long leftOut() {
    return leftOut;
  }
}
