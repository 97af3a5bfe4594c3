package io.github.awing.data.synthetic;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes drawn faces as a data set's files. A failure leaves no files. */
final class DrawnDataSet {

  private static final float QUALITY = 0.92f;

  private final SyntheticFaces faces;
  private final DrawnLayout layout;

  DrawnDataSet(SyntheticFaces faces, DrawnLayout layout) {
    this.faces = faces;
    this.layout = layout;
  }

  /** Writes to a folder beside {@code folder} and then moves all files into place. */
  void write(Path folder, int train, int test, IntConsumer progress) {
    try {
      requireEmpty(folder);
      Path place = folder.toAbsolutePath().normalize();
      Files.createDirectories(place.getParent());
      Path unfinished =
          Files.createTempDirectory(place.getParent(), "." + place.getFileName() + "-");
      try {
        fill(unfinished, train, test, progress);
        Files.createDirectories(place);
        for (String part : layout.parts()) {
          Files.move(unfinished.resolve(part), place.resolve(part));
        }
      } finally {
        delete(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written", e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder, "is a file; an empty or new folder is expected");
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new BadDataException(
            folder, "holds files already; an empty or new folder is expected");
      }
    }
  }

  private void fill(Path target, int train, int test, IntConsumer progress) throws IOException {
    AtomicInteger written = new AtomicInteger();
    Runnable drawn = () -> progress.accept(written.incrementAndGet());
    split(target, Split.TRAIN, IntStream.range(0, train), drawn);
    split(target, Split.TEST, IntStream.range(train, train + test), drawn);
  }

  private void split(Path target, Split split, IntStream indices, Runnable drawn)
      throws IOException {
    Files.createDirectories(target.resolve(layout.picture(split, 0)).getParent());
    List<AnnotatedFace> annotated =
        indices
            .parallel()
            .mapToObj(
                index -> {
                  AnnotatedFace face = draw(target, split, index);
                  drawn.run();
                  return face;
                })
            .toList();
    layout.annotate(target, split, annotated);
  }

  private AnnotatedFace draw(Path target, Split split, int index) {
    SyntheticFace face = faces.draw(index);
    String name = layout.picture(split, index);
    Path file = target.resolve(name);
    writeJpeg(face.picture(), file);
    return new AnnotatedFace(
        name, new PictureFile(file), face.box(), face.landmarks(), face.attributes());
  }

  private static void writeJpeg(BufferedImage picture, Path file) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture, null, null), quality);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    } finally {
      writer.dispose();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
