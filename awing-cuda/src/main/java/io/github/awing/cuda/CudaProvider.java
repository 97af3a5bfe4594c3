package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceException;
import io.github.awing.program.DeviceProvider;
import io.github.awing.program.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Provides NVIDIA's cards by CUDA 13, from Turing on. */
public final class CudaProvider implements DeviceProvider {

  private static final double GIBIBYTE = 1 << 30;

  /** Plans that sum in a varying order are hardly faster, and not reproducible. */
  private static final boolean DETERMINISTIC = true;

  /** Used by {@link java.util.ServiceLoader}. */
  public CudaProvider() {}

  @Override
  public String kind() {
    return "cuda";
  }

  @Override
  public List<String> describe() {
    CudaDriver driver = CudaDriver.start();
    String versions = driver.versions();
    return IntStream.range(0, driver.cards())
        .mapToObj(index -> line(index, driver.facts(index), versions))
        .toList();
  }

  /** Describes a card in one line. */
  static String line(int index, CardFacts facts, String versions) {
    return String.format(
        Locale.ROOT,
        "cuda:%d %s, %.1f GiB, compute capability %d.%d%s, %s",
        index,
        facts.name(),
        facts.bytes() / GIBIBYTE,
        facts.major(),
        facts.minor(),
        CudaCard.tooOld(facts).isPresent() ? " (too old)" : "",
        versions);
  }

  @Override
  public Precision defaultPrecision(int index) {
    return usual(CudaDriver.start().facts(index));
  }

  static Precision usual(CardFacts facts) {
    return facts.isAmpereOrNewer() ? Precision.TF32 : Precision.FLOAT32;
  }

  @Override
  public Device open(int index, Precision precision) {
    CardFacts facts = CudaDriver.start().facts(index);
    CudaCard.tooOld(facts)
        .or(() -> unsupported(precision, facts))
        .ifPresent(
            problem -> {
              throw new DeviceException(problem);
            });
    return new CudaDevice(CudaCard.open(index), precision, DETERMINISTIC);
  }

  /** Message for a precision that a card does not support. */
  static Optional<String> unsupported(Precision precision, CardFacts facts) {
    return precision == Precision.FLOAT32 || facts.isAmpereOrNewer()
        ? Optional.empty()
        : Optional.of(
            facts.name()
                + " does not multiply "
                + precision
                + ", which needs compute capability 8.0: choose --precision float32");
  }
}
