package io.github.awing.eval.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.PictureBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the server over HTTP, with an answerer that returns only a picture's size. */
@Timeout(60)
class AlignmentServerTest {

  private static final ServerLimits LIMITS = new ServerLimits(1, 1, 20, 4);

  private final HttpClient client = HttpClient.newHttpClient();
  private AlignmentServer server;

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aPictureIsPassedOnWithItsNameAndBoxes() throws Exception {
    start(LIMITS, request -> "%s %s\n".formatted(request.image(), request.boxes()));

    HttpResponse<String> answer =
        post("align?image=a%20b.png&boxes=1,2,3,4;5,6,7,8", "image/png", picture(20, 10));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "a b.png [Box[left=1.0, top=2.0, right=3.0, bottom=4.0],"
                + " Box[left=5.0, top=6.0, right=7.0, bottom=8.0]]\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "IMAGE/PNG",
        "image/jpeg",
        "application/octet-stream",
        "image/png; charset=binary"
      })
  void theBytesDecideTheKindOfPicture(String type) throws Exception {
    start(LIMITS);
    assertThat(post("align", type, picture(20, 10)).body()).isEqualTo("20 x 10\n");
  }

  @Test
  void chunkedBytesAreAccepted() throws Exception {
    start(LIMITS);
    byte[] picture = picture(20, 10);
    HttpRequest chunked =
        HttpRequest.newBuilder(server.uri().resolve("align"))
            .POST(
                BodyPublishers.ofByteArrays(
                    List.of(
                        Arrays.copyOf(picture, 30),
                        Arrays.copyOfRange(picture, 30, picture.length))))
            .build();

    assertThat(client.send(chunked, BodyHandlers.ofString()).body()).isEqualTo("20 x 10\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "align?box=1,2,3,4 | 400 | there is no parameter 'box', but boxes and image",
        "align?boxes=1,2,3 | 400 | boxes: box 1 has 3 numbers",
        "align?boxes=1,2,3,4&boxes=1,2,3,4 | 400 | boxes is given twice",
        "align?image=%ff | 400 | the query is damaged",
        "nowhere | 404 | there is nothing at this path; the paths are /, /align, /health",
        "page.html | 404 | there is nothing at this path",
        "health | 405 | /health takes GET, HEAD, but the request is POST",
      })
  void aWrongRequestIsRefusedInOneLine(String path, int status, String why) throws Exception {
    start(LIMITS);
    assertRefused(post(path, "image/png", picture(20, 10)), status, why);
  }

  /** Otherwise a client that keeps the connection would lose its next request. */
  @Test
  void anUnreadRequestEndsItsConnection() throws Exception {
    start(LIMITS);
    String unread =
        raw(
            "POST /align HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 1000\r\n\r\nhalf",
            false);
    assertThat(unread).startsWith("HTTP/1.1 415").containsIgnoringCase("\r\nconnection: close\r\n");
  }

  @Test
  void wrongPicturesAreRefusedInOneLine() throws Exception {
    start(LIMITS);
    byte[] picture = picture(20, 10);

    assertRefused(post("align", "image/webp", picture), 415, "Content-Type is 'image/webp'");
    assertRefused(post("align", "text/plain", picture), 415, "image/jpeg, image/png");
    assertRefused(post("align", "image/png", "GIF8".getBytes(UTF_8)), 415, "none of them");
    assertRefused(post("align", "image/png", webp()), 415, "the body is none of them");
    assertRefused(post("align", "image/png", new byte[0]), 400, "the body is empty");
    assertRefused(
        post("align?image=x.png", "image/png", Arrays.copyOf(picture, 40)), 422, "x.png: ");
    assertRefused(
        post("align", "image/png", picture(1001, 1000)), 413, "1001 x 1000 pixels; 1 to 1 million");
    assertThat(post("align", "image/png", picture(1000, 1000)).statusCode()).isEqualTo(200);
  }

  /**
   * Sends only the headers: a client that sends the body may lose the connection before the answer.
   */
  @Test
  void aTooLongPictureIsRefusedByItsLength() throws Exception {
    start(LIMITS);
    String answer =
        raw(
            "POST /align HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
                + "Content-Length: 1000001\r\n\r\n",
            false);
    assertThat(answer).startsWith("HTTP/1.1 413").contains("longer than 1 megabytes");
  }

  /** A few hundred bytes can declare a picture of 60,000 x 60,000 pixels. */
  @Test
  void aPictureThatDeclaresAHugeSizeIsNotDecoded() throws Exception {
    start(LIMITS);
    byte[] bomb = picture(20, 10);
    bomb[17] = bomb[21] = 0;
    bomb[18] = bomb[22] = (byte) 0xea;
    bomb[19] = bomb[23] = 0x60;
    assertRefused(post("align", "image/png", bomb), 413, "60000 x 60000 pixels");
  }

  @Test
  void anEndlessBodyOfUnknownLengthIsRefused() throws Exception {
    start(LIMITS);
    HttpRequest endless =
        HttpRequest.newBuilder(server.uri().resolve("align"))
            .POST(BodyPublishers.ofByteArrays(() -> endless()))
            .build();
    try {
      assertRefused(client.send(endless, BodyHandlers.ofString()), 413, "longer than 1 megabytes");
    } catch (IOException e) {
      // The connection ended while the client was still sending.
    }
    assertThat(metrics()).contains("awing_requests_total{status=\"413\"} 1.0");
    assertThat(post("align", "image/png", picture(20, 10)).statusCode()).isEqualTo(200);
  }

  private static Iterator<byte[]> endless() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public byte[] next() {
        return new byte[1 << 16];
      }
    };
  }

  @Test
  void aSlowSenderIsRefused() throws Exception {
    start(new ServerLimits(1, 1, 1, 4));
    String answer = raw(HEAD + "Content-Length: 1000\r\n\r\nabc", false);

    assertThat(answer)
        .startsWith("HTTP/1.1 408 ")
        .contains("\"error\":\"the picture did not arrive within 1 seconds\"");
  }

  @Test
  void anAnswerThatTakesTooLongIsRefused() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    start(new ServerLimits(1, 1, 1, 4), request -> waiting(end));

    HttpResponse<String> answer = post("align", "image/png", picture(20, 10));
    end.countDown();

    assertRefused(answer, 503, "no answer was found within 1 seconds; try again in a moment");
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void aRequestToAFullServerIsRefused() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    start(new ServerLimits(1, 1, 20, 3), request -> waiting(end));
    List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      first.add(client.sendAsync(request("align", picture(20, 10)), BodyHandlers.ofString()));
    }
    while (!metrics().contains("awing_requests_in_flight 4.0")) {
      Thread.sleep(10);
    }

    HttpResponse<String> refused = post("align", "image/png", picture(20, 10));
    assertRefused(refused, 503, "3 pictures are being answered already; try again in a moment");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(get("health").statusCode()).isEqualTo(200);
    end.countDown();
    for (var answer : first) {
      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(post("align", "image/png", picture(20, 10)).statusCode()).isEqualTo(200);
    assertThat(metrics())
        .contains(
            "awing_requests_refused_total 1.0",
            "awing_requests_total{status=\"503\"} 1.0",
            "awing_requests_in_flight 1.0",
            "awing_request_seconds_count{path=\"/align\"} 5");
  }

  private static final String HEAD =
      "POST /align HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n";

  /** Senders that disconnect free their places. */
  @Test
  void cutOffRequestsDoNotAffectOthers() throws Exception {
    start(LIMITS);
    for (int i = 0; i < 20; i++) {
      assertThat(raw(HEAD + "Content-Length: 1000\r\n\r\nabc", true)).startsWith("HTTP/1.1 400 ");
    }
    assertThat(post("align", "image/png", picture(20, 10)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "POST /align HTTP/1.1\r\n\r\n",
        "POST /align HTTP/1.1\r\nHost: localhost\r\nContent-Length: -4\r\n\r\n",
        "POST /align HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /align HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void malformedRequestsAreRefused(String request) throws Exception {
    start(LIMITS);
    assertThat(raw(request, true)).startsWith("HTTP/1.1 400 ").contains("\"status\":400}");
    assertThat(get("health").statusCode()).isEqualTo(200);
  }

  @Test
  void oversizedHeadersAreRefused() throws Exception {
    start(LIMITS);
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000), true))
        .startsWith("HTTP/1.1 431 ")
        .contains("\"status\":431}");
  }

  @Test
  void anInternalErrorIsLoggedAndHidden() throws Exception {
    start(
        LIMITS,
        request -> {
          throw new IllegalStateException("secret");
        });
    HttpResponse<String> answer = post("align", "image/png", picture(20, 10));
    assertRefused(answer, 500, "the server failed; its log has the details");
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void parallelGoodAndBadRequestsGetTheirOwnAnswers() throws Exception {
    start(new ServerLimits(1, 1, 20, 100));
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      byte[] body = i % 3 == 0 ? new byte[100] : picture(i, 2 * i);
      answers.add(client.sendAsync(request("align", body), BodyHandlers.ofString()));
    }
    for (int i = 1; i <= 60; i++) {
      HttpResponse<String> answer = answers.get(i - 1).get(20, TimeUnit.SECONDS);
      if (i % 3 == 0) {
        assertRefused(answer, 415, "none of them");
      } else {
        assertThat(answer.body()).isEqualTo("%d x %d\n".formatted(i, 2 * i));
      }
    }
  }

  @Test
  void pagesOfOtherSitesAreRefused() throws Exception {
    start(LIMITS);
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", true))
        .startsWith("HTTP/1.1 421 ")
        .contains("must name this machine's loopback");
    for (String host : List.of("localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]")) {
      assertThat(raw("GET /health HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host), true))
          .startsWith("HTTP/1.1 200 ");
    }
    assertThat(raw(HEAD + "Sec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n", true))
        .startsWith("HTTP/1.1 403 ");
    HttpResponse<String> page = get("");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe", "*", "http");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void theDescriptionListsAllPathsAndThePageUsesOnlyItsServer() throws Exception {
    start(LIMITS);
    JsonNode description = new ObjectMapper().readTree(get("openapi.json").body());
    assertThat(description.get("paths").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "/align", "/health", "/metrics", "/network", "/openapi.json", "/");
    for (Iterator<String> paths = description.get("paths").fieldNames(); paths.hasNext(); ) {
      String path = paths.next();
      assertThat(get(path.substring(1)).statusCode()).isEqualTo(path.equals("/align") ? 405 : 200);
    }
    for (String part : List.of("", "page.css", "page.js")) {
      assertThat(get(part).body()).isNotBlank().doesNotContain("https:", "//cdn", "@import");
    }
    JsonNode told = new ObjectMapper().readTree(get("network").body());
    assertThat(told.at("/network/parts/eyes/1").asInt()).isEqualTo(3);
    assertThat(told.at("/network/licence").asText()).isEqualTo("for research");
    assertThat(told.at("/limits/megapixels").asInt()).isEqualTo(1);
  }

  @Test
  void closingWaitsForRequestsInProgress() throws Exception {
    CountDownLatch came = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    start(
        LIMITS,
        request -> {
          came.countDown();
          return waiting(end);
        });
    URI uri = server.uri();
    var answer = client.sendAsync(request("align", picture(20, 10)), BodyHandlers.ofString());
    came.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
    // Longer than Jetty waits for a silent connection at its end.
    Thread.sleep(1500);
    assertThat(closed).isNotDone();
    assertThatThrownBy(() -> new Socket(uri.getHost(), uri.getPort()).close())
        .isInstanceOf(IOException.class);
    end.countDown();

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    closed.get(10, TimeUnit.SECONDS);
    server = null;
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    start(LIMITS);
    int port = server.uri().getPort();
    assertThatThrownBy(() -> started(port, LIMITS, AlignmentServerTest::size))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen at ")
        .hasMessageContaining("port " + port);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,1,1,--max-megabytes must be from 1 to 1000",
    "1,135,1,1,--max-megapixels must be from 1 to 134",
    "1,1,0,1,--timeout must be from 1 to 3600",
    "1,1,1,-1,--at-once must be from 1 to 1000"
  })
  void limitsOutOfRangeAreRefused(int bytes, int pixels, int seconds, int atOnce, String why) {
    assertThatThrownBy(() -> new ServerLimits(bytes, pixels, seconds, atOnce))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }

  private void start(ServerLimits limits) throws IOException {
    start(limits, AlignmentServerTest::size);
  }

  private void start(ServerLimits limits, PictureAnswerer answerer) throws IOException {
    server = started(0, limits, answerer);
  }

  private static AlignmentServer started(int port, ServerLimits limits, PictureAnswerer answerer)
      throws IOException {
    ServedNetwork network =
        new ServedNetwork(
            "tiny.awing",
            "for research",
            "nd4j",
            "own",
            4,
            Map.of("eyes", List.of(2, 3)),
            List.of(List.of(0, 1)));
    return AlignmentServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), limits, network, answerer);
  }

  private static String size(PictureRequest request) {
    try (var picture = new PictureBytes(request.image(), request.bytes(), 1).read()) {
      return "%d x %d\n".formatted(picture.width(), picture.height());
    }
  }

  private static String waiting(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "[]\n";
  }

  private static byte[] picture(int width, int height) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    return png.toByteArray();
  }

  private static byte[] webp() {
    byte[] start = new byte[100];
    System.arraycopy("RIFF....WEBPVP8 ".getBytes(UTF_8), 0, start, 0, 16);
    return start;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  private String metrics() throws IOException, InterruptedException {
    return get("metrics").body();
  }

  private HttpRequest request(String path, byte[] body) {
    return HttpRequest.newBuilder(server.uri().resolve(path))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Sends raw text, and optionally closes the sending side. */
  private String raw(String request, boolean ends) throws IOException {
    try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      if (ends) {
        socket.shutdownOutput();
      }
      socket.setSoTimeout(10_000);
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String why)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body().lines()).hasSize(1);
    JsonNode error = new ObjectMapper().readTree(answer.body());
    assertThat(error.get("status").asInt()).isEqualTo(status);
    assertThat(error.get("error").asText()).contains(why);
  }
}
