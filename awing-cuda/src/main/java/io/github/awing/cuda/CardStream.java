package io.github.awing.cuda;

/**
 * Queue of a card's work, which runs in order. All methods except {@link #await} return at once.
 * Host memory that is copied from or to must not change until {@link #await} returns.
 */
interface CardStream extends AutoCloseable {

  /** Copies from host memory, preferably page-locked, to the card's. */
  void upload(long card, long host, long bytes);

  /** Copies from the card's memory to the host's, preferably page-locked. */
  void download(long host, long card, long bytes);

  /** Copies within the card's memory. */
  void copy(long to, long from, long bytes);

  /** Sets the card's memory to zero bytes. */
  void clear(long card, long bytes);

  /**
   * Launches a kernel.
   *
   * @param blocks number of blocks, in one dimension, at least 1
   * @param threads number of threads of each block, a multiple of 32
   * @param arguments one for each parameter of the kernel: addresses and integers as they are,
   *     floats by their bits; an int or a float is in the lower four bytes
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

  /** Adds a mark after all work added so far. */
  Mark mark();

  /** Makes work added from now on wait for a mark of another stream. */
  void waitFor(Mark mark);

  /**
   * Records the operations that some work adds to this stream, without running them.
   *
   * @param work must add to this stream alone, and neither await nor wait for marks
   */
  Recording record(Runnable work);

  /** Adds all operations of a recording. */
  void replay(Recording recording);

  /**
   * Waits until all work is done.
   *
   * @throws io.github.awing.program.DeviceException if an operation failed
   */
  void await();

  @Override
  void close();

  /** Point in a stream. */
  interface Mark extends AutoCloseable {

    /** Waits on the host until the point is reached. */
    void await();

    @Override
    void close();
  }

  /** Recorded operations that can be replayed. */
  interface Recording extends AutoCloseable {
    @Override
    void close();
  }
}
