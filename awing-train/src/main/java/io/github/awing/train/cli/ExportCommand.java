package io.github.awing.train.cli;

import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.NetworkOption;
import io.github.awing.eval.cli.OutputFile;
import io.github.awing.eval.cli.TorchOptions;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.onnx.OnnxExport;
import io.github.awing.train.TrainMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train export}: writes a checkpoint's network as an ONNX file. */
@Command(
    name = "export",
    description = "Writes a checkpoint's network as an ONNX file, to be run elsewhere.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class ExportCommand implements Callable<Integer> {

  @Mixin private NetworkOption network;

  @Mixin private TorchOptions torch;

  @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "the ONNX file")
  private Path onnx;

  @Option(names = "--overwrite", description = "write over a file that exists")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    OutputFile.check("--onnx", onnx, overwrite);
    network.check();
    TorchReading reading = torch.reading();
    ComputeBackend.start();
    Checkpoint trained = network.load(reading);
    OnnxExport.write(trained.network(), trained.scheme(), trained.cropEnlargement(), onnx);
    int size = trained.network().spec().inputSize();
    System.err.printf(
        "opset %d, %s [N, 3, %d, %<d] to %s in %s%n",
        OnnxExport.OPSET, OnnxExport.INPUT, size, OnnxExport.OUTPUT, onnx);
    return 0;
  }
}
