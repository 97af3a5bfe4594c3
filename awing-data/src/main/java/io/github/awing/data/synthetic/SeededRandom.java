package io.github.awing.data.synthetic;

import java.util.List;
import java.util.Random;

/** Chance for drawn faces: {@link Random}'s generator is specified, so every machine repeats it. */
final class SeededRandom {

  private final Random random;

  /** The chance of one face: it depends on the seed and the index, on nothing drawn before. */
  SeededRandom(long seed, long index) {
    this.random = new Random(mixed(mixed(seed) + index));
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Between the two, the middle the likeliest. */
  double around(double low, double high) {
    return low + (high - low) * (random.nextDouble() + random.nextDouble()) / 2;
  }

  /** From low to high, both included. */
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

  /** The finaliser of SplitMix64: neighbouring numbers come out far apart. */
  static long mixed(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
