package io.github.awing.eval.serve;

import io.github.awing.data.BadDataException;
import io.github.awing.data.PictureTooLargeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.Promise;

/**
 * Receives a picture and answers with its landmarks. Receives without blocking a thread, so that
 * slow senders cost none. The workers' threads decode and compute.
 */
final class AlignHandler implements Request.Handler {

  private final PictureAnswerer answerer;
  private final ServerLimits limits;
  private final Executor workers;
  private final Semaphore places;

  AlignHandler(PictureAnswerer answerer, ServerLimits limits, Executor workers) {
    this.answerer = answerer;
    this.limits = limits;
    this.workers = workers;
    this.places = new Semaphore(limits.atOnce());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    AlignParameters parameters = AlignParameters.of(request);
    PictureKinds.checkType(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    if (request.getLength() > limits.bytes()) {
      throw tooLong();
    }
    if (!places.tryAcquire()) {
      throw Refusal.busy("%d pictures are being answered already".formatted(limits.atOnce()));
    }
    received(request)
        .whenComplete(
            (bytes, failure) -> {
              if (failure != null) {
                places.release();
                response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
              }
            })
        .thenCompose(bytes -> answered(request, parameters, bytes))
        .exceptionally(failure -> refusal(failure).answer())
        .thenAccept(answer -> answer.send(response, callback))
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                callback.failed(failure);
              }
            });
    return true;
  }

  private CompletableFuture<byte[]> received(Request request) {
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(request, limits.bytes(), Promise.Invocable.toPromise(body));
    return body.orTimeout(millisecondsLeft(request), TimeUnit.MILLISECONDS)
        .handle(
            (bytes, failure) -> {
              if (failure != null) {
                throw notReceived(failure);
              }
              return bytes;
            });
  }

  private Refusal notReceived(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return new Refusal(
          408, "the picture did not arrive within %d seconds".formatted(limits.seconds()));
    }
    if (failure instanceof HttpException bad) {
      return new Refusal(bad.getCode(), "the picture's transfer is damaged: " + bad.getReason());
    }
    // Jetty throws this for a body that exceeds the allowed length.
    return failure instanceof IllegalStateException
        ? tooLong()
        : new Refusal(400, "the picture is cut off");
  }

  private Refusal tooLong() {
    return new Refusal(
        413, "the picture is longer than %d megabytes".formatted(limits.megabytes()));
  }

  private CompletableFuture<Answer> answered(
      Request request, AlignParameters parameters, byte[] bytes) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    workers.execute(
        () -> {
          try {
            if (!answer.isDone()) {
              answer.complete(answer(parameters, bytes));
            }
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          } finally {
            places.release();
          }
        });
    return answer.orTimeout(millisecondsLeft(request), TimeUnit.MILLISECONDS);
  }

  private Answer answer(AlignParameters parameters, byte[] bytes) {
    if (bytes.length == 0) {
      throw new Refusal(400, "the body is empty; a picture is expected");
    }
    PictureKinds.checkBytes(bytes);
    return Answer.json(
        answerer.answer(new PictureRequest(parameters.image(), bytes, parameters.boxes())));
  }

  private Refusal refusal(Throwable thrown) {
    Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (failure instanceof TimeoutException) {
      return Refusal.busy("no answer was found within %d seconds".formatted(limits.seconds()));
    }
    if (failure instanceof PictureTooLargeException) {
      return new Refusal(413, failure.getMessage());
    }
    if (failure instanceof BadDataException) {
      return new Refusal(422, failure.getMessage());
    }
    if (failure instanceof OutOfMemoryError) {
      return Refusal.busy("the server's memory does not suffice for this picture now");
    }
    throw new CompletionException(failure);
  }

  private long millisecondsLeft(Request request) {
    long elapsed = NanoTime.millisSince(request.getBeginNanoTime());
    return Math.max(1, limits.time().toMillis() - elapsed);
  }
}
