package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes an emulated card for a test class, and checks that the tests freed all its memory. */
final class EmulatedCards implements BeforeAllCallback, AfterAllCallback {

  private final Precision precision;
  private Path folder;
  private EmulatedCard card;
  private Device device;

  EmulatedCards(Precision precision) {
    this.precision = precision;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    assumeTrue(NativeCompiler.isAvailable(), "the kernels are compiled by g++, which is not here");
    folder = Files.createTempDirectory("awing-emulated-card");
    card = new EmulatedCard(folder);
    device = new CudaDevice(card, precision, true);
  }

  Device device() {
    return device;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (card == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
    assertThat(card.allocations()).as("blocks of memory that were not freed").isZero();
  }
}
