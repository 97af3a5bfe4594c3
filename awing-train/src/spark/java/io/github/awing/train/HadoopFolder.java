package io.github.awing.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.RemoteIterator;

/** Reads and writes folders in any file system that Hadoop knows. */
final class HadoopFolder {

  private HadoopFolder() {}

  /** Names the folder so that every machine finds it. */
  static String absolute(String folder, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
    return path.getFileSystem(hadoop).makeQualified(path).toString();
  }

  /** Returns the folder if it is of this machine; empty if it is of another file system. */
  static Optional<Path> local(String folder, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
    FileSystem files = path.getFileSystem(hadoop);
    return files.getUri().getScheme().equals("file")
        ? Optional.of(Path.of(files.makeQualified(path).toUri().getPath()))
        : Optional.empty();
  }

  /**
   * Returns the folder itself if it is local, else a copy that is deleted when this Java ends.
   *
   * @throws IOException if it cannot be copied whole
   */
  static Path localCopy(String folder, Configuration hadoop) throws IOException {
    Optional<Path> local = local(folder, hadoop);
    if (local.isPresent()) {
      return local.get();
    }
    Path copy = temporary();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(folder);
    FileSystem files = root.getFileSystem(hadoop);
    String prefix = files.makeQualified(root).toUri().getPath() + "/";
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    while (found.hasNext()) {
      org.apache.hadoop.fs.Path file = found.next().getPath();
      Path to = copy.resolve(file.toUri().getPath().substring(prefix.length()));
      Files.createDirectories(to.getParent());
      files.copyToLocalFile(false, file, new org.apache.hadoop.fs.Path(to.toUri()), true);
    }
    return copy;
  }

  /** Tells whether the folder holds something. */
  static boolean holdsSomething(String folder, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
    try {
      return path.getFileSystem(hadoop).listStatusIterator(path).hasNext();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Copies all files of a local folder, each under a temporary name first, so that each file there
   * is always whole: the old one or the new one.
   */
  static void publish(Path from, String folder, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(folder);
    FileContext files =
        FileContext.getFileContext(root.getFileSystem(hadoop).makeQualified(root).toUri(), hadoop);
    for (Path file : files(from)) {
      org.apache.hadoop.fs.Path to =
          new org.apache.hadoop.fs.Path(root, from.relativize(file).toString().replace('\\', '/'));
      org.apache.hadoop.fs.Path whileWritten = to.suffix(".part");
      try (var out =
          files.create(
              whileWritten,
              EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
              Options.CreateOpts.createParent())) {
        Files.copy(file, out);
      }
      files.rename(whileWritten, to, Options.Rename.OVERWRITE);
    }
  }

  /** Makes a folder that is deleted when this Java ends. */
  static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("awing-train");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
