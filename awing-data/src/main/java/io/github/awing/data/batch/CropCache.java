package io.github.awing.data.batch;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import io.github.awing.data.PicturePart;
import io.github.awing.data.PictureSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what was decoded of each face's picture, so that later epochs need not read it again: the
 * part that any augmentation may ask for, at the resolution that it needs. Pixels are kept outside
 * the Java heap, up to a bound; faces beyond it are read anew each time. Safe for several threads.
 */
public final class CropCache implements AutoCloseable {

  private static final int BYTES_PER_PIXEL = 3;

  private final AtomicLong left;
  private List<AnnotatedFace> cached = List.of();

  /**
   * An empty cache.
   *
   * @param bytes how much it may keep, at least 0
   */
  public CropCache(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the cache's bytes must be at least 0, but are " + bytes);
    }
    this.left = new AtomicLong(bytes);
  }

  /** The same faces, their pictures kept once they are read. To be called once. */
  public List<AnnotatedFace> over(List<AnnotatedFace> faces) {
    cached =
        faces.stream()
            .map(
                face ->
                    new AnnotatedFace(
                        face.image(),
                        new Cached(face.picture()),
                        face.box(),
                        face.landmarks(),
                        face.visibility(),
                        face.attributes()))
            .toList();
    return cached;
  }

  /** The same data set, its faces' pictures kept once they are read. To be called once. */
  public FaceDataSet over(FaceDataSet data) {
    return data.with(over(data.faces()));
  }

  /** Gives all memory back; the faces can be used on, and are read anew. */
  @Override
  public void close() {
    left.set(0);
    cached.forEach(face -> ((Cached) face.picture()).forget());
  }

  private boolean reserve(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** A picture of which the needed part is kept. */
  private final class Cached implements PictureSource {

    private final PictureSource source;
    private PicturePart kept;

    Cached(PictureSource source) {
      this.source = source;
    }

    @Override
    public Picture read() {
      return source.read();
    }

    @Override
    public synchronized PicturePart readFor(double scale, Box needed) {
      if (kept == null) {
        PicturePart read = source.readFor(scale, needed);
        try (PicturePart part = read.within(needed)) {
          if (!reserve((long) BYTES_PER_PIXEL * part.picture().width() * part.picture().height())) {
            return read;
          }
          kept = part.copy();
        }
        read.close();
      }
      return new PicturePart(kept.picture().shared(), kept.toWhole());
    }

    synchronized void forget() {
      if (kept != null) {
        kept.close();
        kept = null;
      }
    }

    @Override
    public String toString() {
      return source.toString();
    }
  }
}
