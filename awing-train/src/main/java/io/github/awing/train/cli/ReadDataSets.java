package io.github.awing.train.cli;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.eval.cli.DataSetOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads each data set once, however often commands ask for it: finding all its faces with a
 * detector may take hours.
 */
public final class ReadDataSets {

  private final Map<List<Object>, FaceDataSet> read = new HashMap<>();

  /** Has read none yet. */
  public ReadDataSets() {}

  /** Reads a part of a command's data set, see {@link DataSetOptions#read(Split)}. */
  FaceDataSet of(DataSetOptions data, Split split) {
    return once(List.of(data.asked(), split), () -> data.read(split));
  }

  /** Reads a part of a second one, see {@link DataSetOptions#read(Path, Split)}. */
  FaceDataSet of(DataSetOptions data, Path second, Split split) {
    return once(
        List.of(data.asked(), split, second.toAbsolutePath().normalize()),
        () -> data.read(second, split));
  }

  private FaceDataSet once(List<Object> asked, Supplier<FaceDataSet> reading) {
    return read.computeIfAbsent(asked, absent -> reading.get());
  }
}
