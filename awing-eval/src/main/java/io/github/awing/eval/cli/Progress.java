package io.github.awing.eval.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long task is: a bar on standard error if a person watches a terminal, else nothing. */
public final class Progress implements AutoCloseable {

  /** ANSI's word for clearing what stands right of the cursor. */
  private static final String ERASE_REST = "\033[K";

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
            .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
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

  /** Says a line of its own on standard error, which the bar leaves standing. */
  public void note(String line) {
    // Over the bar, which draws itself again below.
    System.err.println(bar == null ? line : "\r" + line + ERASE_REST);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
