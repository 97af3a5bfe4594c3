package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.Precision;
import io.github.awing.program.Program;

/** Device that runs programs on a graphics card. */
final class CudaDevice implements Device {

  private final CardEngine engine;

  /**
   * Makes the device of a card.
   *
   * @param precision of convolutions
   * @param deterministic whether every run must give the same bits
   */
  CudaDevice(Card card, Precision precision, boolean deterministic) {
    engine = new CardEngine(card, new KernelLibrary(card), precision, deterministic);
  }

  @Override
  public String name() {
    return engine.card().facts().name() + " (" + engine.precision() + ")";
  }

  @Override
  public Workspace workspace() {
    return new CudaWorkspace(engine.card());
  }

  @Override
  public Executable bind(Program program, Workspace workspace) {
    return new CudaExecutable(engine, program, (CudaWorkspace) workspace);
  }
}
