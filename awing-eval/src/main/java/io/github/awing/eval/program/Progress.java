package io.github.awing.eval.program;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long task is: a bar on standard error if a person watches a terminal, else nothing. */
public final class Progress implements AutoCloseable {

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Begins at 0.
   *
   * @param task what is done, in a word or two
   * @param total how many steps it takes
   */
  public static Progress of(String task, long total) {
    if (System.console() == null) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build());
  }

  /** Says that so many steps are done in all. */
  public void reached(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  /** Shows a few words beside the bar, for instance the loss. */
  public void saying(String words) {
    if (bar != null) {
      bar.setExtraMessage(" " + words);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
