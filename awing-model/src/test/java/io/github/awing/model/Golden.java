package io.github.awing.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers computed with the authors' PyTorch code. */
public final class Golden {

  private Golden() {}

  /** An array of {@code src/test/resources/golden}. */
  public static INDArray array(String name) {
    try {
      Path file = Path.of(Golden.class.getResource("/golden/" + name + ".npy").toURI());
      return Nd4j.createFromNpyFile(file.toFile());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A document of {@code src/test/resources/golden}. */
  public static JsonNode json(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
