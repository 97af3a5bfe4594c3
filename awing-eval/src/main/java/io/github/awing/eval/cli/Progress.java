package io.github.awing.eval.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bar on standard error; silent where standard error is no terminal. */
public final class Progress implements AutoCloseable {

  /** ANSI code that clears the line to the right of the cursor. */
  private static final String ERASE_REST = "\033[K";

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts at 0.
   *
   * @param task name of the task, one or two words
   * @param total number of steps
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
            .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build());
  }

  /** Shows the number of steps done in all. */
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

  /** Prints a line on standard error, above the bar. */
  public void note(String line) {
    // Replaces the bar, which is drawn again on the next line.
    System.err.println(bar == null ? line : "\r" + line + ERASE_REST);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
