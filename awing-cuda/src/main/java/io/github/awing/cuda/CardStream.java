package io.github.awing.cuda;

/**
 * A queue of work of a card: what is added runs in order, after what was added before. All methods
 * but {@link #await} return at once, and host memory that is copied from or to must stay as it is
 * until then.
 */
interface CardStream extends AutoCloseable {

  /** Copies from host memory, best page-locked, to the card's. */
  void upload(long card, long host, long bytes);

  /** Copies from the card's memory to the host's, best page-locked. */
  void download(long host, long card, long bytes);

  /** Copies within the card's memory. */
  void copy(long to, long from, long bytes);

  /** Fills the card's memory with zero bytes. */
  void clear(long card, long bytes);

  /**
   * Launches a kernel.
   *
   * @param blocks how many, in one dimension, at least 1
   * @param threads of each block, a multiple of 32
   * @param arguments one for each of the kernel's: addresses and integers as they are, floats by
   *     their bits; of an int or a float the lower four bytes count
   */
  void launch(Card.Kernel kernel, int blocks, int threads, long... arguments);

  /**
   * Runs a convolution.
   *
   * @param first input, or weights for the input's gradient
   * @param second weights, or the output's gradient
   * @param result address
   * @param workspace address of {@link CardConvolution#workspaceBytes()} bytes
   */
  void convolve(CardConvolution convolution, long first, long second, long result, long workspace);

  /** A mark after all that was added so far. */
  Mark mark();

  /** Lets what is added from now on wait for a mark of another stream. */
  void waitFor(Mark mark);

  /**
   * Records what some work adds to this stream, without running it.
   *
   * @param work must add to this stream alone, and neither await nor wait for marks
   */
  Recording record(Runnable work);

  /** Adds all that a recording holds. */
  void replay(Recording recording);

  /**
   * Waits until all is done.
   *
   * @throws io.github.awing.program.DeviceException if any of it failed
   */
  void await();

  @Override
  void close();

  /** A point in a stream. */
  interface Mark extends AutoCloseable {

    /** Waits on the host until the point is reached. */
    void await();

    @Override
    void close();
  }

  /** Work that can be replayed. */
  interface Recording extends AutoCloseable {
    @Override
    void close();
  }
}
