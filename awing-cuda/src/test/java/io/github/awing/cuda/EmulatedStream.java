package io.github.awing.cuda;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** Stream that runs operations at once, unless it is recording. */
final class EmulatedStream implements CardStream {

  private final EmulatedCard card;
  private List<Runnable> recorded;

  EmulatedStream(EmulatedCard card) {
    this.card = card;
  }

  private void add(Runnable work) {
    if (recorded == null) {
      work.run();
    } else {
      recorded.add(work);
    }
  }

  @Override
  public void upload(long to, long host, long bytes) {
    copy(to, host, bytes);
  }

  @Override
  public void download(long host, long from, long bytes) {
    copy(host, from, bytes);
  }

  @Override
  public void copy(long to, long from, long bytes) {
    add(
        () ->
            new Pointer(to).getByteBuffer(0, bytes).put(new Pointer(from).getByteBuffer(0, bytes)));
  }

  @Override
  public void clear(long at, long bytes) {
    add(() -> new Pointer(at).setMemory(0, bytes, (byte) 0));
  }

  @Override
  public void launch(Card.Kernel kernel, int blocks, int threads, long... arguments) {
    long[] given = arguments.clone();
    add(() -> card.launch(kernel, blocks, threads, given));
  }

  @Override
  public void convolve(
      CardConvolution convolution, long first, long second, long result, long workspace) {
    add(
        () -> {
          new Pointer(workspace).setMemory(0, convolution.workspaceBytes(), (byte) 0x55);
          card.convolve(convolution, first, second, result);
        });
  }

  @Override
  public Mark mark() {
    return new Mark() {
      @Override
      public void await() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void waitFor(Mark mark) {}

  @Override
  public Recording record(Runnable work) {
    recorded = new ArrayList<>();
    work.run();
    List<Runnable> all = List.copyOf(recorded);
    recorded = null;
    return new EmulatedRecording(all);
  }

  private record EmulatedRecording(List<Runnable> work) implements Recording {
    @Override
    public void close() {}
  }

  @Override
  public void replay(Recording recording) {
    ((EmulatedRecording) recording).work.forEach(Runnable::run);
  }

  @Override
  public void await() {}

  @Override
  public void close() {}
}
