package io.github.awing.eval;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;

/**
 * The detector that OpenCV's jars for Linux and macOS bring: a Haar cascade for faces from the
 * front. It needs no download, and misses many faces that a YuNet network finds.
 */
final class FrontalFaceCascade {

  private static final String NAME = "haarcascade_frontalface_alt2.xml";

  private FrontalFaceCascade() {}

  /**
   * A file of it, unpacked once into JavaCPP's cache.
   *
   * @throws IllegalArgumentException if it is not on the class path; the message says where to get
   *     a detector
   * @throws IOException if it cannot be unpacked
   */
  static Path file() throws IOException {
    URL cascade =
        opencv_java.class.getResource(
            "/org/bytedeco/opencv/%s/share/opencv4/haarcascades/%s"
                .formatted(Loader.getPlatform(), NAME));
    if (cascade == null) {
      throw new IllegalArgumentException(
          "OpenCV brings no face detector on this platform; give one with --detector, for instance"
              + " %s from data/haarcascades of github.com/opencv/opencv".formatted(NAME));
    }
    return Loader.cacheResource(cascade).toPath();
  }
}
