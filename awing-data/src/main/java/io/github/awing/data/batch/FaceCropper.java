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
 * Cuts out a face: the square around the centre of its box, with sides of {@code enlargement} times
 * the box's longer side, scaled to {@code size} x {@code size} pixels. It does not use the
 * landmarks.
 *
 * <p>Training, evaluation and prediction all use it, so a face without augmentation has the same
 * crop everywhere, to the last bit.
 *
 * @param size height and width of the crop in pixels, at least 1
 * @param enlargement ratio of the square's side to the box's longer side, at least 1
 */
public record FaceCropper(int size, double enlargement) {

  /** Pixels of the crop around a pixel that interpolation and smoothing read. */
  private static final double MARGIN = 4;

  /** Limit of a box's coordinates: no picture that is read has a larger coordinate. */
  private static final double FARTHEST = 1e9;

  /** Largest ratio of a box's longer side to that of the picture's part around the box. */
  private static final double LARGEST = 10;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
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
   * The grid of the crop's heatmaps.
   *
   * @throws IllegalArgumentException if the crop's size has no {@link HeatmapGrid}
   */
  public HeatmapGrid grid() {
    return new HeatmapGrid(size);
  }

  /**
   * The map from the picture's pixels to the crop's; its inverse maps predicted landmarks back.
   *
   * <p>The square's edges map to the outer edges of the crop's first and last pixels, half a pixel
   * before 0 and half a pixel after size − 1.
   */
  public Affine toCrop(Box box) {
    return toCrop(FacePlace.upright(box));
  }

  /** The same map, with the face rotated upright about the centre of its box. */
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
   * Cuts out a face. The caller closes the result.
   *
   * @throws BadDataException if the picture cannot be read, or the box cannot belong to a face in
   *     it: it lies outside the picture, is smaller than a pixel, or is far larger than the picture
   */
  public CroppedFace crop(PictureSource picture, Box box) {
    return crop(picture, FacePlace.upright(box));
  }

  /**
   * Cuts out a face and rotates it upright. The caller closes the result.
   *
   * @throws BadDataException as {@link #crop(PictureSource, Box)}
   */
  public CroppedFace crop(PictureSource picture, FacePlace place) {
    try (PicturePart part = part(picture, place.box())) {
      return crop(part, toCrop(place));
    }
  }

  /**
   * Cuts a face out of a picture in memory. The caller closes the result.
   *
   * <p>The crop equals the crop of the picture's {@linkplain PictureFile file}, except for a JPEG
   * that shrinks to half its size or less: from the file fewer pixels are decoded, and the crop
   * differs slightly.
   *
   * @throws BadDataException if the box cannot belong to a face in it, as above
   */
  public CroppedFace crop(Picture picture, Box box) {
    return crop(picture, FacePlace.upright(box));
  }

  /**
   * Cuts a face out of a picture in memory and rotates it upright. The caller closes the result.
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
   * Cuts a square out of a decoded part of a picture. The caller closes the result.
   *
   * @param part read by {@link #part}
   * @param toCrop map from the whole picture's pixels to the square's
   */
  public CroppedFace crop(PicturePart part, Affine toCrop) {
    return new CroppedFace(part.picture().warp(part.toWhole().then(toCrop), size), toCrop);
  }

  /**
   * Reads the pixels that the face's crop and its mirrored crop need. The caller closes the result.
   *
   * @throws BadDataException if the picture cannot be read, or the box cannot belong to a face in
   *     it
   */
  public PicturePart part(PictureSource picture, Box box) {
    return part(picture, box, Augmentation.NONE);
  }

  /** Reads the pixels that any augmented crop of a face needs. */
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
      // The part always begins at the same pixel, since its origin affects the last bits of the
      // interpolation.
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
            outside ? "it lies outside the picture" : "it is far larger than the picture");
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

  /** Rounded to whole pixels, so that a crop of a part equals the crop of the whole picture. */
  private static Box around(Point centre, double radius) {
    return new Box(
        Math.floor(centre.x() - radius),
        Math.floor(centre.y() - radius),
        Math.ceil(centre.x() + radius),
        Math.ceil(centre.y() + radius));
  }
}
