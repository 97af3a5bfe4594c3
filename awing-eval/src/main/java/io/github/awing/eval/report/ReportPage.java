package io.github.awing.eval.report;

import io.github.awing.eval.metric.Metrics;
import io.github.awing.model.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Builds a report as one HTML file, for phones and desktops. The file contains its pictures and
 * styles and loads no other file. Text may contain any characters; the page escapes them.
 */
public final class ReportPage {

  private static final String STYLE = resource("report.css");

  /** Wider pictures scroll sideways on a phone, because their letters would become too small. */
  private static final int LARGE = 700;

  private static final String SCROLLS = " class=\"large\" tabindex=\"0\"";

  private final String title;
  private final StringBuilder body = new StringBuilder();

  private ReportPage(String title) {
    this.title = title;
  }

  /** Starts a page with its title. */
  public static ReportPage titled(String title) {
    ReportPage page = new ReportPage(title);
    page.element("h1", title);
    return page;
  }

  /** Adds the heading of a section. */
  public ReportPage heading(String text) {
    return element("h2", text);
  }

  /** Adds a paragraph. */
  public ReportPage paragraph(String text) {
    return element("p", text);
  }

  /**
   * Adds a table; the first column holds the names of the rows.
   *
   * @param caption content of the table
   * @param headers one for each column
   * @param rows one cell for each header
   * @throws IllegalArgumentException if a row has another number of cells
   */
  public ReportPage table(String caption, List<String> headers, List<List<String>> rows) {
    body.append("<div class=\"wide\" tabindex=\"0\"><table>\n<caption><span>")
        .append(escaped(caption))
        .append("</span></caption>\n<thead><tr>");
    for (String header : headers) {
      body.append("<th scope=\"col\">").append(escaped(header)).append("</th>");
    }
    body.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      if (row.size() != headers.size()) {
        throw new IllegalArgumentException(
            "%d cells in a row of %d columns".formatted(row.size(), headers.size()));
      }
      body.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>");
      for (String cell : row.subList(1, row.size())) {
        body.append("<td>").append(escaped(cell)).append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  /**
   * Adds a table of metrics in percent.
   *
   * @param caption content of the table
   * @param rows the metrics by the name of the row, in the map's order
   * @param threshold the threshold of FR and AUC, as a fraction
   */
  public ReportPage metricTable(String caption, Map<String, Metrics> rows, double threshold) {
    String at = " @ " + FigureText.threshold(threshold);
    return table(
        caption,
        List.of("", "faces", "NME %", "FR %" + at, "AUC" + at, "AUC, Simpson" + at),
        rows.entrySet().stream()
            .map(
                row ->
                    List.of(
                        row.getKey(),
                        Integer.toString(row.getValue().count()),
                        FigureText.percent(row.getValue().nme()),
                        FigureText.percent(row.getValue().failureRate()),
                        FigureText.fixed(4, row.getValue().auc()),
                        FigureText.fixed(4, row.getValue().aucSimpson())))
            .toList());
  }

  /**
   * Adds the origin of the figures: plan, data, seed, versions and so on.
   *
   * @param facts by name, in the map's order
   */
  public ReportPage provenance(Map<String, String> facts) {
    body.append("<h2>Provenance</h2>\n<div class=\"wide\"><table class=\"facts\">\n<tbody>\n");
    facts.forEach(
        (name, fact) ->
            body.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(fact))
                .append("</td></tr>\n"));
    body.append("</tbody></table></div>\n");
    return this;
  }

  /**
   * Adds a picture with a caption.
   *
   * @param picture embedded as PNG
   * @param alternative description for people who cannot see the picture
   * @param caption text under the picture
   */
  public ReportPage picture(BufferedImage picture, String alternative, String caption) {
    return figure(1, picture, alternative, caption);
  }

  /**
   * Adds a plot that was drawn at twice its size, for sharp letters on dense screens.
   *
   * @param plot embedded as PNG
   * @param alternative description for people who cannot see the plot
   * @param caption text under the plot
   */
  public ReportPage plot(BufferedImage plot, String alternative, String caption) {
    return figure(2, plot, alternative, caption);
  }

  private ReportPage figure(
      int density, BufferedImage picture, String alternative, String caption) {
    boolean large = picture.getWidth() / density >= LARGE;
    body.append("<figure%s><img src=\"data:image/png;base64,".formatted(large ? SCROLLS : ""))
        .append(base64(picture))
        .append("\" alt=\"")
        .append(escaped(alternative))
        .append(
            "\" width=\"%d\" height=\"%d\">"
                .formatted(picture.getWidth() / density, picture.getHeight() / density))
        .append("<figcaption>")
        .append(escaped(caption))
        .append("</figcaption></figure>\n");
    return this;
  }

  /** The page as HTML. */
  public String html() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <link rel="icon" href="data:,">
        """
        + "<title>"
        + escaped(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n<main>\n"
        + body
        + "</main>\n</body>\n</html>\n";
  }

  /**
   * Writes the page as UTF-8, whole or not at all.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, html());
  }

  private ReportPage element(String name, String text) {
    body.append("<%s>%s</%1$s>\n".formatted(name, escaped(text)));
    return this;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String base64(BufferedImage picture) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + name + " cannot be read", e);
    }
  }
}
