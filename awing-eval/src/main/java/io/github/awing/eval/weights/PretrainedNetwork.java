package io.github.awing.eval.weights;

import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * Network of the jar {@code awing-pretrained}. The programs bring the jar; this library does not.
 *
 * @param name of the network, for people
 * @param terms of its use, for people
 */
public record PretrainedNetwork(String name, String terms) {

  private static final String FOLDER = "/io/github/awing/pretrained/";

  /** Finds the network on the class path; empty without the jar. */
  public static Optional<PretrainedNetwork> find() {
    try (InputStream in =
        PretrainedNetwork.class.getResourceAsStream(FOLDER + "network.properties")) {
      if (in == null) {
        return Optional.empty();
      }
      Properties facts = new Properties();
      facts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return Optional.of(
          new PretrainedNetwork(facts.getProperty("name"), facts.getProperty("terms")));
    } catch (IOException e) {
      throw new UncheckedIOException("awing-pretrained cannot be read", e);
    }
  }

  /**
   * Finds the network on the class path.
   *
   * @throws IllegalArgumentException without the jar
   */
  public static PretrainedNetwork required() {
    return find()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no network comes along, as awing-pretrained is not there; name a checkpoint"));
  }

  /**
   * Reads the network.
   *
   * @throws CheckpointException if the jar is damaged
   * @throws UncheckedIOException if no temporary file can be written
   */
  public Checkpoint load() {
    try (InputStream in = PretrainedNetwork.class.getResourceAsStream(FOLDER + "network.awing")) {
      // Entries of a checkpoint are not read in order, which a stream cannot do.
      Path copy = Files.createTempFile("awing-pretrained", ".awing");
      try {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return Checkpoint.load(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("awing-pretrained cannot be read", e);
    }
  }

  /** Name and terms in one line. */
  @Override
  public String toString() {
    return name + ". " + terms;
  }
}
