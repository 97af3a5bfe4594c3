package io.github.awing.eval.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefetcherTest {

  @Test
  void resultsComeInTheOrderOfTheirSources() throws InterruptedException {
    CountDownLatch secondDone = new CountDownLatch(1);
    try (Prefetcher<Integer, Integer> ahead =
        new Prefetcher<>(
            IntStream.range(0, 50).iterator(),
            i -> {
              if (i == 0) {
                await(secondDone);
              } else if (i == 1) {
                secondDone.countDown();
              }
              return i * i;
            },
            2,
            4)) {
      List<Integer> results = new ArrayList<>();
      while (ahead.hasNext()) {
        results.add(ahead.next());
      }
      assertThat(results).isEqualTo(IntStream.range(0, 50).map(i -> i * i).boxed().toList());
    }
  }

  @Test
  void noMoreThanTheLimitIsStarted() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    try (Prefetcher<Integer, Integer> ahead =
        new Prefetcher<>(
            IntStream.range(0, 1_000_000).peek(i -> taken.incrementAndGet()).iterator(),
            i -> i,
            2,
            5)) {
      for (int i = 0; i < 20; i++) {
        assertThat(ahead.hasNext()).isTrue();
        assertThat(ahead.next()).isEqualTo(i);
        // One more than started: a stream's iterator reads one element ahead.
        assertThat(taken.get()).isLessThanOrEqualTo(i + 6);
      }
    }
  }

  @Test
  void anExceptionIsThrownInItsPlaceAndTheRestContinues() throws InterruptedException {
    try (Prefetcher<Integer, Integer> ahead =
        new Prefetcher<>(IntStream.of(4, 0, 2).iterator(), i -> 8 / i, 1, 2)) {
      assertThat(ahead.next()).isEqualTo(2);
      assertThatThrownBy(ahead::next).isInstanceOf(ArithmeticException.class);
      assertThat(ahead.next()).isEqualTo(4);
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
