package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.Point;

/**
 * Maps between the pixels of a square crop and the cells of its heatmaps. No other class computes
 * this map.
 *
 * <p>A cell is four crop pixels wide and high. The centre of cell (x, y) lies at pixel (4·x + 2,
 * 4·y + 2), where the centre of the first pixel is (0, 0). This is the authors' convention, which
 * released weights require: the centre lies half a pixel beyond the middle of the pixels that the
 * cell covers. Drawing and decoding both use it, so it adds no error.
 *
 * @param cropSize height and width of the crop in pixels, a multiple of 4, at least 4
 */
public record HeatmapGrid(int cropSize) {

  private static final int STRIDE = 4;

  /** Distance from a cell's left or upper edge to its centre, in cells. */
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
   * Maps a point of the crop to cell coordinates in which the centre of the first cell is (0, 0).
   * Targets are drawn there.
   *
   * @param inCrop in the crop's pixels
   */
  public Point toCell(Point inCrop) {
    return new Point(inCrop.x() / STRIDE - HALF, inCrop.y() / STRIDE - HALF);
  }

  /**
   * The cell, in whole numbers, that contains a point of the crop.
   *
   * @param inCrop in the crop's pixels
   */
  public Point cellOf(Point inCrop) {
    return new Point(Math.floor(inCrop.x() / STRIDE), Math.floor(inCrop.y() / STRIDE));
  }

  /**
   * Maps a decoded point of the heatmap to the crop's pixels.
   *
   * @param fromEdges the point in cells from the left and upper edge; the centre of the first cell
   *     is (0.5, 0.5)
   */
  public Point toCrop(Point fromEdges) {
    return new Point(STRIDE * fromEdges.x(), STRIDE * fromEdges.y());
  }

  /**
   * Mirrors the crop left to right so that cells map to cells. The axis is the middle of the cells,
   * half a pixel to the right of the middle of the pixels.
   */
  public Affine mirror() {
    return new Affine(-1, 0, cropSize, 0, 1, 0);
  }
}
