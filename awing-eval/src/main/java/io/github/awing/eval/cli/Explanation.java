package io.github.awing.eval.cli;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FileNames;
import io.github.awing.eval.draw.MissingFontsException;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.RootCause;
import io.github.awing.program.DeviceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/**
 * Exit code and message for an exception that ended a command.
 *
 * @param exitCode of the program
 * @param line the error and its remedy, in one line
 */
record Explanation(int exitCode, String line) {

  private static final int INTERRUPTED = 130;

  /** Explains an exception of a command with these options. */
  static Explanation of(Throwable thrown, Set<String> options) {
    Optional<DeviceException> device = first(thrown, DeviceException.class);
    if (device.isPresent()) {
      return new Explanation(ExitCode.SOFTWARE, message(device.get()));
    }
    Optional<OutOfMemoryError> memory = first(thrown, OutOfMemoryError.class);
    if (memory.isPresent()) {
      return new Explanation(ExitCode.SOFTWARE, outOfMemory(memory.get(), options));
    }
    Optional<LinkageError> linkage = first(thrown, LinkageError.class);
    if (linkage.isPresent() && !(thrown instanceof IllegalArgumentException)) {
      return new Explanation(ExitCode.SOFTWARE, unlinked(linkage.get()));
    }
    Throwable cause = unwrapped(thrown);
    if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
      return new Explanation(INTERRUPTED, "interrupted");
    }
    if (cause instanceof InvalidPathException path) {
      return new Explanation(ExitCode.USAGE, FileNames.complaint(path));
    }
    return new Explanation(isBadInput(cause) ? ExitCode.USAGE : ExitCode.SOFTWARE, line(cause));
  }

  private static boolean isBadInput(Throwable e) {
    // Libraries throw its subclasses: those are errors of the program, not of its input.
    return e instanceof BadDataException
        || e instanceof CheckpointException
        || e.getClass() == IllegalArgumentException.class;
  }

  /** The cause inside of wrappers that have no message of their own. */
  private static Throwable unwrapped(Throwable thrown) {
    boolean wrapper =
        thrown instanceof ExecutionException
            || thrown instanceof CompletionException
            || thrown instanceof UncheckedIOException unchecked
                && (unchecked.getMessage() == null
                    || unchecked.getMessage().equals(unchecked.getCause().toString()));
    return wrapper && thrown.getCause() != null ? unwrapped(thrown.getCause()) : thrown;
  }

  private static String line(Throwable e) {
    if (e instanceof FileSystemException file) {
      return ofFile(file);
    }
    if (e instanceof UncheckedIOException) {
      String why =
          e.getCause() instanceof FileSystemException file
              ? ofFile(file)
              : message(RootCause.of(e));
      return message(e).contains(why) ? message(e) : message(e) + ": " + why;
    }
    if (e instanceof CharacterCodingException) {
      return "a file that should be UTF-8 text is not";
    }
    if (e instanceof EOFException) {
      return "a file ends too early" + (e.getMessage() == null ? "" : ": " + message(e));
    }
    if (isBadInput(e)
        || e instanceof IOException
        || e instanceof FailureException
        || e instanceof MissingFontsException) {
      return message(e);
    }
    return "unexpected %s: %s (%s tells where)"
        .formatted(e.getClass().getSimpleName(), message(e), Program.VERBOSE);
  }

  /** Most of these exceptions have only a file name as message. */
  private static String ofFile(FileSystemException e) {
    String file = String.valueOf(e.getFile());
    if (e instanceof NoSuchFileException) {
      return file + ": there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return file + ": not allowed to read or write it";
    }
    if (e instanceof FileAlreadyExistsException) {
      return file + ": there is a file of this name already";
    }
    if (e instanceof NotDirectoryException) {
      return file + ": a folder is needed here, but this is a file";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return file + ": this folder is not empty";
    }
    return message(e);
  }

  private static String outOfMemory(OutOfMemoryError e, Set<String> options) {
    String what = "out of memory: " + message(e) + "; ";
    if (options.contains("--recompute-activations")) {
      return what
          + "a training needs less with --recompute-activations or a smaller batch-size (and"
          + " accumulate), may have more outside the heap with --memory-gigabytes, and in it with"
          + " java -Xmx";
    }
    if (options.contains("--set")) {
      return what
          + "its trainings need less with --set batch-size=N, smaller, and may have more in the heap"
          + " with java -Xmx";
    }
    return what
        + (message(e).contains("heap")
            ? "java -Xmx gives more, for instance java -Xmx8g"
            : "end other programs, or allow more outside the Java heap, for instance with java"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=24g -Dorg.bytedeco.javacpp.maxbytes=24g");
  }

  private static String unlinked(LinkageError e) {
    Throwable root = RootCause.of(e);
    boolean unpacked =
        Stream.of(e, root).anyMatch(UnsatisfiedLinkError.class::isInstance)
            || message(e).startsWith("Could not initialize class");
    return unpacked
        ? "native code cannot be loaded: %s; it is unpacked into %s, and programs must be able to run from there (no mount with noexec): %s"
            .formatted(message(root), NativeCodeFolders.folder(), NativeCodeFolders.CURE)
        : "a part of the program is missing or of another version: %s; the folder lib must be the one that was built with the jar"
            .formatted(message(e));
  }

  private static String message(Throwable e) {
    return e.getMessage() == null || e.getMessage().isBlank()
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElseThrow().strip();
  }

  private static <T extends Throwable> Optional<T> first(Throwable thrown, Class<T> kind) {
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }
}
