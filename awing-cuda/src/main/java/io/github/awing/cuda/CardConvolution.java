package io.github.awing.cuda;

/** A convolution that a card has prepared. Belongs to the card; closed with it. */
interface CardConvolution {

  /** Memory that a run needs for itself; may be 0. */
  long workspaceBytes();
}
