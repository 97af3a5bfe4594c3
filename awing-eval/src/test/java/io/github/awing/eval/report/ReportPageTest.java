package io.github.awing.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.eval.metric.Metrics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  @Test
  void textIsEscaped() {
    String html =
        ReportPage.titled("<script>alert('x')</script>")
            .heading("a & b")
            .paragraph("\"quoted\" <b>")
            .table("<i>", List.of("<u>", "v"), List.of(List.of("<s>", "</table>")))
            .provenance(Map.of("<em>", "<img src=x onerror=y>"))
            .html();

    assertThat(html)
        .doesNotContain("<script", "<b>", "<i>", "<u>", "<s>", "<em>", "<img")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "a &amp; b", "&lt;/table&gt;");
  }

  @Test
  void thePageLoadsNoOtherFile() {
    String html =
        ReportPage.titled("Report").picture(new BufferedImage(3, 2, 1), "three", "by two").html();

    Matcher sources = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(html);
    assertThat(sources.results().map(r -> r.group(1)).toList())
        .hasSize(2)
        .allMatch(source -> source.startsWith("data:"));
    assertThat(html).doesNotContain("http:", "https:", "@import", "url(");
    assertThat(html).contains("default-src 'none'", "alt=\"three\"", "by two</figcaption>");
  }

  @Test
  void picturesAreEmbeddedUnchanged() throws IOException {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(1, 0, 0x123456);

    String html = ReportPage.titled("Report").picture(picture, "a", "b").html();

    Matcher png = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(html);
    assertThat(png.find()).isTrue();
    BufferedImage read =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png.group(1))));
    assertThat(read.getWidth()).isEqualTo(2);
    assertThat(read.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0x123456);
  }

  @Test
  void metricsAreInPercentWithADotInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      String html =
          ReportPage.titled("Report")
              .metricTable(
                  "on 7 faces",
                  Map.of("all", new Metrics(7, 0.04361, 0.0284, 0.57194, 0.5719)),
                  0.075)
              .html();

      assertThat(html)
          .contains("<th scope=\"col\">FR % @ 7.5 %</th>")
          .contains(
              "<th scope=\"row\">all</th><td>7</td><td>4.36</td><td>2.84</td><td>0.5719</td><td>0.5719</td>");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(
            () -> ReportPage.titled("t").table("c", List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells in a row of 2 columns");
  }

  @Test
  void itIsWrittenAsUtf8(@TempDir Path folder) throws IOException {
    ReportPage.titled("Ärger 顔").write(folder.resolve("deep/report.html"));

    assertThat(Files.readString(folder.resolve("deep/report.html")))
        .contains("<meta charset=\"utf-8\">", "<h1>Ärger 顔</h1>");
    assertThat(folder.resolve("deep")).isDirectoryContaining("glob:**.html");
    assertThat(folder.resolve("deep").toFile().list()).hasSize(1);
  }

  @Test
  void aPlotIsShownAtHalfOfItsPixels() {
    String page =
        ReportPage.titled("t")
            .plot(
                new BufferedImage(1600, 1040, BufferedImage.TYPE_INT_RGB),
                "curves",
                "higher is better")
            .html();

    assertThat(page)
        .contains("alt=\"curves\" width=\"800\" height=\"520\"")
        .contains("<figure class=\"large\" tabindex=\"0\">");
  }
}
