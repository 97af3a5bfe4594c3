package io.github.awing.data.synthetic;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Draws faces with exact landmarks in WFLW's scheme of 98, as data that needs no download. The
 * faces are not made from photographs, and the landmarks are points of the drawn curves.
 *
 * <p>A face depends on the seed and its index alone, not on what was drawn before, and is the same
 * on every machine. Safe for use by several threads.
 */
public final class SyntheticFaces {

  private static final double MARGIN = 6;

  private final long seed;

  /** Makes the faces of a seed; another seed gives other faces. */
  public SyntheticFaces(long seed) {
    this.seed = seed;
  }

  /** Draws the face of an index; any index is valid. */
  public SyntheticFace draw(long index) {
    SeededRandom random = new SeededRandom(seed, index);
    HeadShape shape = HeadShape.random(random);
    FacialExpression expression = FacialExpression.random(random);
    HeadPose pose = HeadPose.random(random);
    Appearance look = Appearance.random(random);
    Exposure exposure = Exposure.random(random);
    int size = random.whole(256, 320);
    HeadPose placed = placed(new FaceGeometry(shape, expression, pose), size, random);
    return FaceDrawing.draw(
        new FaceGeometry(shape, expression, placed), look, exposure, size, random);
  }

  /**
   * Draws a data set in WFLW's own folders and lists: {@code WFLW_images} with a JPEG for each
   * face, and {@code WFLW_annotations/list_98pt_rect_attr_train_test} with one list for training
   * and one for testing.
   *
   * @param folder a folder that is empty or does not exist yet
   * @param train number of faces to train on, at least 0
   * @param test number of faces to test on, at least 0, all different from those to train on
   * @param progress receives the number of faces written so far, from several threads, each number
   *     once
   * @throws IllegalArgumentException if a count is negative
   * @throws BadDataException if the folder is not empty, or is not a folder
   * @throws java.io.UncheckedIOException if a file cannot be written; the folder then holds no part
   *     of the data set
   */
  public void writeWflw(Path folder, int train, int test, IntConsumer progress) {
    write(new WflwLayout(), folder, train, test, progress);
  }

  /**
   * Draws a data set in iBUG's folders for 300W: {@code helen/trainset} and {@code helen/testset}
   * with a JPEG for each face and, beside it, a {@code .pts} file with the 68 landmarks of 300W.
   * The layout has no boxes and attributes. The faces are those of {@link #writeWflw}.
   *
   * @param folder a folder that is empty or does not exist yet
   * @param train number of faces to train on, at least 0
   * @param test number of faces to test on, at least 0, all different from those to train on
   * @param progress receives the number of faces written so far, from several threads, each number
   *     once
   * @throws IllegalArgumentException if a count is negative
   * @throws BadDataException if the folder is not empty, or is not a folder
   * @throws java.io.UncheckedIOException if a file cannot be written; the folder then holds no part
   *     of the data set
   */
  public void writeIbug(Path folder, int train, int test, IntConsumer progress) {
    write(new IbugLayout(), folder, train, test, progress);
  }

  private void write(DrawnLayout layout, Path folder, int train, int test, IntConsumer progress) {
    if (train < 0 || test < 0) {
      throw new IllegalArgumentException(
          "the counts of faces must be at least 0, but are %d and %d".formatted(train, test));
    }
    new DrawnDataSet(this, layout).write(folder, train, test, progress);
  }

  /** Moves and scales a pose so that all landmarks lie within a square picture. */
  private static HeadPose placed(FaceGeometry face, int size, SeededRandom random) {
    HeadPose pose = face.pose();
    Box box = face.landmarks().box();
    double fill = size * random.between(0.42, 0.62);
    double scale = fill / Math.max(box.width(), box.height());
    double freeX = size - 1 - 2 * MARGIN - box.width() * scale;
    double freeY = size - 1 - 2 * MARGIN - box.height() * scale;
    double x = MARGIN + freeX * random.around(0, 1) - box.left() * scale;
    double y = MARGIN + freeY * random.around(0.35, 1) - box.top() * scale;
    return pose.at(scale, x, y);
  }
}
