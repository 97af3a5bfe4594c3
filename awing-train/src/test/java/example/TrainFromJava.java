package example;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Trains on WFLW's folder. */
public final class TrainFromJava {

  public static void main(String[] args) throws IOException {
    ComputeBackend.start();
    Path wflw = Path.of(args[0]);
    FaceDataSet faces = DataSetFormat.WFLW.read(wflw, Split.TRAIN);
    FaceDataSet others = DataSetFormat.WFLW.read(wflw, Split.TEST);
    TrainingPlan plan = TrainingPlan.read("small", Map.of("epochs", args[2]));
    TrainingResult result =
        Training.of(plan, faces).validation(others).into(Path.of(args[1])).run();
    System.out.println(result.folder().bestCheckpoint());
  }
}
