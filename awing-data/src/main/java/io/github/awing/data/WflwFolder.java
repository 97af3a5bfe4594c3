package io.github.awing.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes drawn faces as WFLW's folders and lists. */
final class WflwFolder {

  private static final String IMAGES = "WFLW_images";
  private static final String LISTS = "WFLW_annotations/list_98pt_rect_attr_train_test";
  private static final String CATEGORY = "0--Drawn";
  private static final float QUALITY = 0.92f;
  private static final List<String> ATTRIBUTES =
      List.of("pose", "expression", "illumination", "make-up", "occlusion", "blur");

  private final Path folder;

  WflwFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes beside the folder first and moves the whole into place: all of it or nothing. */
  void write(SyntheticFaces faces, int train, int test, IntConsumer progress) {
    try {
      requireEmpty();
      Path place = folder.toAbsolutePath().normalize();
      Files.createDirectories(place.getParent());
      Path unfinished =
          Files.createTempDirectory(place.getParent(), "." + place.getFileName() + "-");
      try {
        fill(unfinished, faces, train, test, progress);
        Files.createDirectories(place);
        // The lists come last: where they are, the pictures are.
        for (String part : List.of(IMAGES, "WFLW_annotations")) {
          Files.move(unfinished.resolve(part), place.resolve(part));
        }
      } finally {
        delete(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written", e);
    }
  }

  private void requireEmpty() throws IOException {
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

  private static void fill(
      Path target, SyntheticFaces faces, int train, int test, IntConsumer progress)
      throws IOException {
    Files.createDirectories(target.resolve(IMAGES).resolve(CATEGORY));
    Files.createDirectories(target.resolve(LISTS));
    AtomicInteger written = new AtomicInteger();
    List<String> lines =
        IntStream.range(0, train + test)
            .parallel()
            .mapToObj(
                index -> {
                  String name = CATEGORY + String.format(Locale.ROOT, "/drawn_%06d.jpg", index);
                  SyntheticFace face = faces.draw(index);
                  writeJpeg(face.picture(), target.resolve(IMAGES).resolve(name));
                  progress.accept(written.incrementAndGet());
                  return line(face, name);
                })
            .toList();
    list(target, "train", lines.subList(0, train));
    list(target, "test", lines.subList(train, train + test));
  }

  private static void list(Path target, String split, List<String> lines) throws IOException {
    Files.write(target.resolve(LISTS).resolve("list_98pt_rect_attr_" + split + ".txt"), lines);
  }

  private static String line(SyntheticFace face, String name) {
    List<String> fields = new ArrayList<>();
    face.landmarks().stream()
        .flatMap(point -> Stream.of(point.x(), point.y()))
        .forEach(number -> fields.add(String.format(Locale.ROOT, "%.6f", number)));
    Box box = face.box();
    Stream.of(box.left(), box.top(), box.right(), box.bottom())
        .forEach(side -> fields.add(Long.toString(Math.round(side))));
    ATTRIBUTES.forEach(attribute -> fields.add(face.attributes().contains(attribute) ? "1" : "0"));
    fields.add(name);
    return fields.stream().collect(Collectors.joining(" "));
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
