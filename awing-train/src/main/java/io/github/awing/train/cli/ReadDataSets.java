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
 * The data sets that commands have read: each is read once, however often it is asked for. Reading
 * may take as long as finding all its faces with a detector.
 */
public final class ReadDataSets {

  private final Map<List<Object>, FaceDataSet> read = new HashMap<>();

  /** Has read none yet. */
  public ReadDataSets() {}

  /** A part of a command's data set, see {@link DataSetOptions#read(Split)}. */
  FaceDataSet of(DataSetOptions data, Split split) {
    return once(List.of(data.asked(), split), () -> data.read(split));
  }

  /** A part of a second one, see {@link DataSetOptions#read(Path, Split)}. */
  FaceDataSet of(DataSetOptions data, Path second, Split split) {
    return once(
        List.of(data.asked(), split, second.toAbsolutePath().normalize()),
        () -> data.read(second, split));
  }

  private FaceDataSet once(List<Object> asked, Supplier<FaceDataSet> reading) {
    return read.computeIfAbsent(asked, absent -> reading.get());
  }
}
