package io.github.awing.train;

import io.github.awing.eval.cli.Program;
import io.github.awing.train.cli.TrainProgram;

/** Starts the program {@code awing-train}. */
public final class TrainMain {

  /** Version of the program, as {@code --version} and reports tell it. */
  public static final class Version extends Program.Version {
    /** Takes it from the program's jar. */
    public Version() {
      super("awing-train", TrainMain.class);
    }
  }

  private TrainMain() {}

  /** Runs the program and ends this Java with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Program.main(new TrainProgram(), arguments));
  }

  /** Runs the program and returns its exit code. */
  public static int run(String... arguments) {
    return Program.run(new TrainProgram(), arguments);
  }
}
