package io.github.awing.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How heatmaps in C order are cut into bands, runs of rows that one thread works on at once. A
 * plane is what a neighbourhood stays within: a heatmap in NCHW, a face in NHWC.
 *
 * @param planes of all faces
 * @param planesPerFace 1 in NHWC
 * @param rows of a plane
 * @param rowLength floats of a row
 * @param channels that lie side by side in a row: 1 in NCHW
 * @param rowsPerBand the last band of a plane may have fewer
 */
record Bands(
    int planes, int planesPerFace, int rows, int rowLength, int channels, int rowsPerBand) {

  /** With its neighbours, targets, predictions and results, it stays in a core's own cache. */
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

  /** The most floats of a band. */
  int longest() {
    return rowsPerBand * rowLength;
  }

  int plane(int band) {
    return band / perPlane();
  }

  int face(int band) {
    return plane(band) / planesPerFace;
  }

  /** Within its plane. */
  int firstRow(int band) {
    return band % perPlane() * rowsPerBand;
  }

  /** Within its plane, exclusive. */
  int endRow(int band) {
    return Math.min(rows, firstRow(band) + rowsPerBand);
  }

  /** Where a row of a plane begins. */
  int position(int plane, int row) {
    return (plane * rows + row) * rowLength;
  }

  private int perPlane() {
    return (rows + rowsPerBand - 1) / rowsPerBand;
  }
}
