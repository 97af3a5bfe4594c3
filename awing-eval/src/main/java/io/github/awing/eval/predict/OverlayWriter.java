package io.github.awing.eval.predict;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.eval.draw.LandmarkOverlay;
import io.github.awing.model.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Writes pictures with their landmarks as PNG, on its own thread: compressing a picture takes
 * longer than finding its landmarks.
 */
final class OverlayWriter implements AutoCloseable {

  private static final int MOST_WAITING = 8;

  private final Path folder;
  private final LandmarkOverlay overlay;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Deque<Future<?>> begun = new ArrayDeque<>();

  OverlayWriter(Path folder, LandmarkScheme scheme) {
    this.folder = folder;
    this.overlay = new LandmarkOverlay(scheme);
  }

  /**
   * Queues a file whose name is the picture's with {@code .overlay.png} appended. Waits while the
   * queue is full.
   *
   * @throws IOException if an earlier file could not be written
   */
  void write(String image, Path file, List<Landmarks> faces)
      throws IOException, InterruptedException {
    while (begun.size() >= MOST_WAITING) {
      awaitFirst();
    }
    begun.add(
        thread.submit(
            () -> {
              draw(image, file, faces);
              return null;
            }));
  }

  /** Reads the picture again, because the queue would otherwise keep many pictures in memory. */
  private void draw(String image, Path file, List<Landmarks> faces) throws IOException {
    BufferedImage drawn;
    try (Picture picture = Picture.read(file)) {
      drawn = picture.toBufferedImage();
    }
    overlay.drawPredicted(drawn, faces);
    AtomicFile.write(
        folder.resolve(image + ".overlay.png"), png -> ImageIO.write(drawn, "png", png));
  }

  /** Waits until all files are written. */
  void finish() throws IOException, InterruptedException {
    while (!begun.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws IOException, InterruptedException {
    try {
      begun.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unwritten) {
        throw unwritten;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Drops the queue; a file in progress is written whole or not at all. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    thread.awaitTermination(1, TimeUnit.MINUTES);
  }
}
