package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureFile;
import io.github.awing.data.PicturePart;
import io.github.awing.data.PictureSource;
import io.github.awing.data.Point;
import io.github.awing.data.detect.FacePlace;

/**
 * Where a face is cut out: the square around the middle of its box, {@code enlargement} times the
 * box's longer side, brought to {@code size} x {@code size} pixels. It never looks at the
 * landmarks.
 *
 * <p>Training, evaluation and prediction all cut by it, and a face that is not changed at random
 * has the same crop everywhere, to the last bit.
 *
 * @param size height and width of the crop in pixels, at least 1
 * @param enlargement side of the square per longer side of the box, at least 1
 */
public record FaceCropper(int size, double enlargement) {

  /** What interpolation and smoothing see beyond a pixel, in pixels of the crop. */
  private static final double MARGIN = 4;

  /** No picture that is read has a coordinate beyond: a longer number is no place in one. */
  private static final double FARTHEST = 1e9;

  /** Longest side of a box, in longer sides of what is to be seen of the picture around it. */
  private static final double LARGEST = 10;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FaceCropper {
    if (size < 1) {
      throw new IllegalArgumentException("the crop's size must be at least 1, but is " + size);
    }
    if (!(enlargement >= 1 && Double.isFinite(enlargement))) {
      throw new IllegalArgumentException(
          "the crop's enlargement must be at least 1, but is " + enlargement);
    }
  }

  /**
   * Where the cells of the crop's heatmaps lie.
   *
   * @throws IllegalArgumentException if the crop has a size that has no {@link HeatmapGrid}
   */
  public HeatmapGrid grid() {
    return new HeatmapGrid(size);
  }

  /**
   * The map from the picture's pixels to the crop's; its inverse brings answers back.
   *
   * <p>The square's edges come to lie on the outer edges of the crop's first and last pixels, half
   * a pixel before 0 and half a pixel after size − 1.
   */
  public Affine toCrop(Box box) {
    return toCrop(FacePlace.upright(box));
  }

  /** The same, with the face turned upright about the middle of its box. */
  public Affine toCrop(FacePlace place) {
    Box box = place.box();
    double side = enlargement * Math.max(box.width(), box.height());
    double scale = size / side;
    return Affine.translation(-box.centre().x(), -box.centre().y())
        .then(place.roll() == 0 ? Affine.IDENTITY : Affine.rotation(-place.roll()))
        .then(Affine.scaling(scale, scale))
        .then(Affine.translation((size - 1) / 2.0, (size - 1) / 2.0));
  }

  /**
   * Cuts out a face; to be closed by the caller.
   *
   * @throws BadDataException if the picture cannot be read, or the box cannot be of a face in it:
   *     it lies outside, is smaller than a pixel, or so large that the picture would be a speck
   */
  public CroppedFace crop(PictureSource picture, Box box) {
    return crop(picture, FacePlace.upright(box));
  }

  /**
   * Cuts out a face and turns it upright; to be closed by the caller.
   *
   * @throws BadDataException as {@link #crop(PictureSource, Box)}
   */
  public CroppedFace crop(PictureSource picture, FacePlace place) {
    try (PicturePart part = part(picture, place.box())) {
      return crop(part, toCrop(place));
    }
  }

  /**
   * Cuts a face out of a picture in memory; to be closed by the caller.
   *
   * <p>It is the crop that the picture's {@linkplain PictureFile file} gives, but for a JPEG that
   * shrinks to half its size or less: of its file fewer pixels are decoded, and the crop looks
   * slightly other.
   *
   * @throws BadDataException if the box cannot be of a face in it, as above
   */
  public CroppedFace crop(Picture picture, Box box) {
    return crop(picture, FacePlace.upright(box));
  }

  /**
   * Cuts a face out of a picture in memory and turns it upright; to be closed by the caller.
   *
   * @throws BadDataException as {@link #crop(PictureSource, Box)}
   */
  public CroppedFace crop(Picture picture, FacePlace place) {
    return crop(new InMemory(picture), place);
  }

  private record InMemory(Picture picture) implements PictureSource {
    @Override
    public Picture read() {
      return picture.shared();
    }

    @Override
    public String toString() {
      return "a picture of %d x %d pixels".formatted(picture.width(), picture.height());
    }
  }

  /**
   * Cuts a square out of what was read of a picture; to be closed by the caller.
   *
   * @param part as {@link #part} reads it
   * @param toCrop from the whole picture's pixels to the square's
   */
  public CroppedFace crop(PicturePart part, Affine toCrop) {
    return new CroppedFace(part.picture().warp(part.toWhole().then(toCrop), size), toCrop);
  }

  /**
   * Reads what crops of a face need of its picture, mirrored or not; to be closed by the caller.
   *
   * @throws BadDataException if the picture cannot be read, or the box cannot be of a face in it
   */
  public PicturePart part(PictureSource picture, Box box) {
    return part(picture, box, Augmentation.NONE);
  }

  /** Reads what crops of a face need of its picture, however they are changed. */
  PicturePart part(PictureSource picture, Box box, Augmentation changes) {
    double side = Math.max(box.width(), box.height());
    if (!(side >= 1 && side <= FARTHEST && box.left() >= -FARTHEST && box.top() >= -FARTHEST)
        || box.right() > FARTHEST
        || box.bottom() > FARTHEST) {
      throw noFace(
          picture, box, side < 1 ? "it is smaller than a pixel" : "no picture is so large");
    }
    double scale = toCrop(box).scale();
    Box needed = around(box.centre(), (changes.farthest(size) + MARGIN) / scale);
    try (PicturePart read = picture.readFor(scale, needed)) {
      // However much was read: where the pixels begin decides on the last bits of interpolation.
      PicturePart part = read.within(needed);
      Point first = part.toWhole().apply(new Point(-0.5, -0.5));
      Point last =
          part.toWhole()
              .apply(new Point(part.picture().width() - 0.5, part.picture().height() - 0.5));
      boolean outside =
          box.left() >= last.x()
              || box.right() <= first.x()
              || box.top() >= last.y()
              || box.bottom() <= first.y();
      if (outside || side > LARGEST * Math.max(last.x() - first.x(), last.y() - first.y())) {
        part.close();
        throw noFace(
            picture,
            box,
            outside ? "it lies outside the picture" : "the picture would be a speck in it");
      }
      return part;
    }
  }

  private static BadDataException noFace(PictureSource picture, Box box, String why) {
    return new BadDataException(
        picture,
        "the box %s,%s,%s,%s (left, top, right, bottom) cannot be of a face: %s"
            .formatted(box.left(), box.top(), box.right(), box.bottom(), why));
  }

  /** In whole pixels, so that what is cut from a part is what is cut from the whole. */
  private static Box around(Point centre, double radius) {
    return new Box(
        Math.floor(centre.x() - radius),
        Math.floor(centre.y() - radius),
        Math.ceil(centre.x() + radius),
        Math.ceil(centre.y() + radius));
  }
}
