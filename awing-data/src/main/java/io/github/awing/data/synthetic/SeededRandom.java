package io.github.awing.data.synthetic;

import java.util.List;
import java.util.Random;

/**
 * Random numbers for drawn faces. {@link Random}'s generator is specified, so every machine gives
 * the same numbers.
 */
final class SeededRandom {

  private final Random random;

  /** Makes the generator of one face, which depends on the seed and the index alone. */
  SeededRandom(long seed, long index) {
    this.random = new Random(mixed(mixed(seed) + index));
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** A number between the two, most likely near the middle. */
  double around(double low, double high) {
    return low + (high - low) * (random.nextDouble() + random.nextDouble()) / 2;
  }

  /** A whole number from low to high, both included. */
  int whole(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  long bits() {
    return random.nextLong();
  }

  /** The finaliser of SplitMix64, which maps neighbouring numbers far apart. */
  static long mixed(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
