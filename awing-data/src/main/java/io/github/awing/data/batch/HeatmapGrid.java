package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.Point;

/**
 * How the cells of a heatmap lie on the square crop that it is of: the one place that knows.
 *
 * <p>A cell is four crop pixels wide and high. The centre of cell (x, y) lies at pixel (4·x + 2,
 * 4·y + 2), where the centre of the first pixel is (0, 0). That is the authors' count, to which
 * released weights hold: half a pixel beyond the middle of the pixels that the cell covers, when
 * drawing and decoding alike, so that nothing is lost.
 *
 * @param cropSize height and width of the crop in pixels, a multiple of 4, at least 4
 */
public record HeatmapGrid(int cropSize) {

  private static final int STRIDE = 4;

  /** From a cell's left and upper edge to its centre, in cells. */
  private static final double HALF = 0.5;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is not a multiple of 4, or below 4
   */
  public HeatmapGrid {
    if (cropSize < STRIDE || cropSize % STRIDE != 0) {
      throw new IllegalArgumentException(
          "the size of a crop with heatmaps must be a multiple of %d, but is %d"
              .formatted(STRIDE, cropSize));
    }
  }

  /** Height and width of the heatmaps in cells. */
  public int size() {
    return cropSize / STRIDE;
  }

  /**
   * Where a place in the crop lies among the cells, counted as pixels are: the centre of the first
   * cell is (0, 0). Targets are drawn there.
   *
   * @param inCrop in the crop's pixels
   */
  public Point toCell(Point inCrop) {
    return new Point(inCrop.x() / STRIDE - HALF, inCrop.y() / STRIDE - HALF);
  }

  /**
   * The cell, in whole numbers, that a place in the crop falls into.
   *
   * @param inCrop in the crop's pixels
   */
  public Point cellOf(Point inCrop) {
    return new Point(Math.floor(inCrop.x() / STRIDE), Math.floor(inCrop.y() / STRIDE));
  }

  /**
   * The place in the crop, in its pixels, of one in the heatmap as decoders give it.
   *
   * @param fromEdges in cells from the left and upper edge; the centre of the first cell is (0.5,
   *     0.5)
   */
  public Point toCrop(Point fromEdges) {
    return new Point(STRIDE * fromEdges.x(), STRIDE * fromEdges.y());
  }

  /**
   * Mirrors the crop left to right so that a cell comes to lie on a cell. The mirror stands in the
   * middle of the cells, half a pixel to the right of that of the pixels.
   */
  public Affine mirror() {
    return new Affine(-1, 0, cropSize, 0, 1, 0);
  }
}
