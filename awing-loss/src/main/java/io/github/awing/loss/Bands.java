package io.github.awing.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Division of heatmaps in C order into bands: runs of rows, each computed by one thread at a time.
 * A plane bounds the neighbourhoods of its pixels: a heatmap in NCHW, a face in NHWC.
 *
 * @param planes number of planes of all faces
 * @param planesPerFace channels in NCHW, 1 in NHWC
 * @param rows number of rows of a plane
 * @param rowLength number of floats of a row
 * @param channels number of channels that lie side by side in a row: 1 in NCHW
 * @param rowsPerBand number of rows of a band; the last band of a plane may have fewer
 */
record Bands(
    int planes, int planesPerFace, int rows, int rowLength, int channels, int rowsPerBand) {

  /**
   * Floats of a band. A band with its neighbours, targets, predictions and results fits a core's
   * cache.
   */
  private static final int FLOATS = 1 << 14;

  static Bands of(INDArray heatmaps, Layout layout) {
    int faces = (int) heatmaps.size(0);
    int channels = (int) layout.channels(heatmaps);
    int rows = (int) layout.height(heatmaps);
    int width = (int) layout.width(heatmaps);
    int planesPerFace = layout == Layout.NCHW ? channels : 1;
    int sideBySide = layout == Layout.NCHW ? 1 : channels;
    int rowLength = width * sideBySide;
    int rowsPerBand = Math.min(rows, Math.max(1, FLOATS / rowLength));
    return new Bands(
        faces * planesPerFace, planesPerFace, rows, rowLength, sideBySide, rowsPerBand);
  }

  int count() {
    return planes * perPlane();
  }

  /** The largest number of floats of a band. */
  int longest() {
    return rowsPerBand * rowLength;
  }

  int plane(int band) {
    return band / perPlane();
  }

  int face(int band) {
    return plane(band) / planesPerFace;
  }

  /** First row of the band, within its plane. */
  int firstRow(int band) {
    return band % perPlane() * rowsPerBand;
  }

  /** End row of the band, within its plane, exclusive. */
  int endRow(int band) {
    return Math.min(rows, firstRow(band) + rowsPerBand);
  }

  /** Index of a row's first float. */
  int position(int plane, int row) {
    return (plane * rows + row) * rowLength;
  }

  private int perPlane() {
    return (rows + rowsPerBand - 1) / rowsPerBand;
  }
}
