package io.github.awing.data;

/**
 * What a network shall answer to a face crop: a heatmap per landmark and, last, the boundary's. All
 * are a quarter of the crop in height and width.
 *
 * @param scheme of the landmarks
 * @param gaussian of every landmark
 * @param boundary whether there is a boundary heatmap
 */
public record TargetHeatmaps(LandmarkScheme scheme, GaussianHeatmaps gaussian, boolean boundary) {

  /** How many heatmaps a face has. */
  public int channels() {
    return scheme.count() + (boundary ? 1 : 0);
  }

  /**
   * Draws the heatmaps of one face. Landmarks outside the crop leave what reaches into it.
   *
   * @param inCrop the landmarks in the crop's pixels, all finite
   * @param cropSize height and width of the crop in pixels, a multiple of 4
   * @return [channels][(cropSize / 4)²], rows one after another, values in 0 to 1
   * @throws IllegalArgumentException if the landmarks are not as many as the scheme's
   */
  public float[][] draw(Landmarks inCrop, int cropSize) {
    if (inCrop.count() != scheme.count()) {
      throw new IllegalArgumentException(
          "scheme %s has %d landmarks, but the face has %d"
              .formatted(scheme.name(), scheme.count(), inCrop.count()));
    }
    int size = cropSize / 4;
    float[][] heatmaps = new float[channels()][size * size];
    for (int landmark = 0; landmark < inCrop.count(); landmark++) {
      gaussian.draw(inCrop.get(landmark), heatmaps[landmark], size);
    }
    if (boundary) {
      new BoundaryHeatmap(scheme)
          .draw(inCrop.map(gaussian::centre), heatmaps[scheme.count()], size);
    }
    return heatmaps;
  }
}
