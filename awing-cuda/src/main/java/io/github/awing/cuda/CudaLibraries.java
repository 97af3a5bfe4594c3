package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the libraries of CUDA and cuDNN, once for the process. It searches
 *
 * <ol>
 *   <li>in the folder that {@code -Dawing.cuda.libraries} or the environment's {@code
 *       AWING_CUDA_LIBRARIES} names, and in folders below it: the folder of pip's wheels ({@code
 *       site-packages}), or of a toolkit;
 *   <li>in {@code /usr/local/cuda};
 *   <li>in the folders of {@code -Dorg.bytedeco.javacpp.platform.preloadpath};
 *   <li>in the system's library folders.
 * </ol>
 */
final class CudaLibraries {

  static final String PROPERTY = "awing.cuda.libraries";
  static final String VARIABLE = "AWING_CUDA_LIBRARIES";

  /** Property of the folders that JavaCPP searches first. */
  private static final String PATH = "platform.linkpath";

  /** JavaCPP's name of NVRTC. */
  private static final String NVRTC = "nvrtc@.13";

  private static final String WAYS_TO_GET_THEM =
      "install the CUDA Toolkit 13 and cuDNN 9, or run pip install nvidia-cuda-runtime"
          + " nvidia-cuda-nvrtc nvidia-cublas nvidia-cudnn-cu13 and set "
          + VARIABLE
          + " to the site-packages folder";

  private static final Pattern MISSING =
      Pattern.compile("([\\w-]+\\.so[.\\d]*): cannot open shared object file");

  /** Error of the first attempt, kept because Java never initialises a class a second time. */
  private static final class FirstTry {
    private static final Optional<String> PROBLEM = problem();

    private static Optional<String> problem() {
      try {
        addFolders(Loader.loadProperties(), chosenFolder());
        Loader.load(cudart.class);
        loadBuiltins(Path.of(Loader.load(nvrtc.class)));
        Loader.load(cudnn.class);
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(explain(e));
      }
    }
  }

  private CudaLibraries() {}

  /**
   * Loads the libraries.
   *
   * @throws DeviceException if a library is missing
   */
  static void load() {
    FirstTry.PROBLEM.ifPresent(
        problem -> {
          throw new DeviceException(problem);
        });
  }

  /**
   * Loads the library that NVRTC opens by name when it compiles, and does not find beside itself.
   *
   * @param binding path of JavaCPP's binding, beside which JavaCPP puts links to the libraries
   *     found
   */
  private static void loadBuiltins(Path binding) {
    String loaded = Loader.getLoadedLibraries().getOrDefault(NVRTC, "");
    for (Path library : List.of(Path.of(loaded), binding.resolveSibling("libnvrtc.so.13"))) {
      if (Files.isRegularFile(library)) {
        loadBuiltinsBeside(library);
        return;
      }
    }
  }

  private static void loadBuiltinsBeside(Path nvrtc) {
    try (DirectoryStream<Path> builtins =
        Files.newDirectoryStream(nvrtc.toRealPath().getParent(), "{lib,}nvrtc-builtins{.so,64}*")) {
      for (Path library : builtins) {
        System.load(library.toString());
      }
    } catch (IOException e) {
      // NVRTC reports a missing library itself.
    }
  }

  /** The folder that the user set, if any. */
  private static Optional<Path> chosenFolder() {
    return Optional.ofNullable(System.getProperty(PROPERTY, System.getenv(VARIABLE)))
        .filter(chosen -> !chosen.isBlank())
        .map(Path::of);
  }

  /** Adds the folders with libraries below a folder, before those that JavaCPP knows. */
  static void addFolders(Properties properties, Optional<Path> chosen) {
    String folders =
        Stream.concat(
                chosen.stream()
                    .flatMap(folder -> foldersBelow(folder).stream())
                    .map(Path::toString),
                Stream.ofNullable(properties.getProperty(PATH)))
            .collect(Collectors.joining(File.pathSeparator));
    if (!folders.isEmpty()) {
      properties.setProperty(PATH, folders);
    }
  }

  /**
   * Folders that may contain libraries: the folder itself, a toolkit's {@code lib64}, and the
   * wheels' {@code nvidia/…/lib}.
   */
  static List<Path> foldersBelow(Path folder) {
    List<Path> found = new ArrayList<>();
    for (Path parent : List.of(folder, folder.resolve("nvidia"))) {
      found.add(parent);
      addLibraryFolders(parent, found);
      for (Path wheel : subfolders(parent)) {
        addLibraryFolders(wheel, found);
      }
    }
    found.removeIf(candidate -> !hasLibraries(candidate));
    return found;
  }

  private static void addLibraryFolders(Path parent, List<Path> folders) {
    for (String name : List.of("lib64", "lib", "bin", "bin/x64", "bin/x86_64")) {
      folders.add(parent.resolve(name));
    }
  }

  private static List<Path> subfolders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean hasLibraries(Path folder) {
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(folder, "{lib,}{cuda,cudart,cublas,cudnn,nvrtc}*.{so,dll}*")) {
      return libraries.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /** One-line message with the reason of a loading failure and a remedy. */
  static String explain(Throwable failure) {
    String messages =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(cause -> String.valueOf(cause.getMessage()))
            .collect(Collectors.joining("\n"));
    Matcher missing = MISSING.matcher(messages);
    if (missing.find()) {
      return missing.group(1).startsWith("libcuda.so")
          ? "no NVIDIA driver on this machine (libcuda.so.1 is missing): install driver 580 or"
              + " newer, or choose another device"
          : "CUDA's library " + missing.group(1) + " is missing: " + WAYS_TO_GET_THEM;
    }
    if (messages.contains("GLIBC_")) {
      return "CUDA's Java binding needs glibc 2.34 or newer: use Ubuntu 22.04, Debian 12, RHEL 9 or"
          + " newer, or choose another device";
    }
    if (messages.contains("not supported by")) {
      return "CUDA is not available for this platform: choose another device";
    }
    if (messages.startsWith("no jnicu") && !messages.contains("dependent libraries")) {
      return "CUDA's Java binding has no native part here: build the program with -Pgpu, or choose"
          + " another device";
    }
    return "CUDA's libraries cannot be loaded: "
        + WAYS_TO_GET_THEM
        + " ("
        + OneLine.of(String.valueOf(failure.getMessage()))
        + ")";
  }
}
