package io.github.awing.cuda;

/** Convolution prepared by a card. Belongs to the card and is closed with it. */
interface CardConvolution {

  /** Bytes of workspace memory that a run needs; may be 0. */
  long workspaceBytes();
}
