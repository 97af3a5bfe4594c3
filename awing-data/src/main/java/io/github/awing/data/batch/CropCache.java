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
 * Caches the decoded pixels of each face, so that later epochs need not read the picture again: the
 * part that any augmentation may need, at the resolution needed. Pixels lie outside the Java heap,
 * up to a limit; faces beyond the limit are read each time. Safe for several threads.
 */
public final class CropCache implements AutoCloseable {

  private static final int BYTES_PER_PIXEL = 3;

  private final AtomicLong left;
  private List<AnnotatedFace> cached = List.of();

  /**
   * Makes an empty cache.
   *
   * @param bytes largest size, at least 0
   */
  public CropCache(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the cache's bytes must be at least 0, but are " + bytes);
    }
    this.left = new AtomicLong(bytes);
  }

  /** The same faces, whose pictures are cached when they are first read. May be called once. */
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

  /** The same data set, whose pictures are cached when they are first read. May be called once. */
  public FaceDataSet over(FaceDataSet data) {
    return data.with(over(data.faces()));
  }

  /** Frees all memory. The faces remain usable, and are read each time. */
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

  /** Picture source of which the needed part is cached. */
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
