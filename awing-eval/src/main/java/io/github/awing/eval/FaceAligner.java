package io.github.awing.eval;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.FaceCropper;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import io.github.awing.model.ArgMaxQuarter;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.DecodedLandmarks;
import io.github.awing.model.HeatmapDecoder;
import io.github.awing.model.HourglassNetwork;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * From a picture and a face's box in it to the face's landmarks: crop, network, decoding, and the
 * way back into the picture. Not for several threads at once.
 */
public final class FaceAligner implements AutoCloseable {

  // A heatmap's cell is four crop pixels wide.
  private static final double CELL = 4;

  /**
   * A face cut out for the network.
   *
   * @param crop the square that the network sees, to be closed by its maker
   * @param toCrop from the picture's pixels to the crop's
   */
  record CroppedFace(Picture crop, Affine toCrop) {}

  private final HourglassNetwork network;
  private final boolean owned;
  private final LandmarkScheme scheme;
  private final FaceCropper cropper;
  private final HeatmapDecoder decoder;

  private FaceAligner(
      HourglassNetwork network,
      boolean owned,
      LandmarkScheme scheme,
      double cropEnlargement,
      HeatmapDecoder decoder) {
    if (network.spec().landmarks() != scheme.count()) {
      throw new IllegalArgumentException(
          "the network has %d landmarks, but scheme %s has %d"
              .formatted(network.spec().landmarks(), scheme.name(), scheme.count()));
    }
    this.network = network;
    this.owned = owned;
    this.scheme = scheme;
    this.cropper = new FaceCropper(network.spec().inputSize(), cropEnlargement);
    this.decoder = decoder;
  }

  /**
   * With a network that stays its owner's: closing the aligner leaves it open.
   *
   * @param cropEnlargement as the network was trained with, see {@link FaceCropper}
   * @throws IllegalArgumentException if network and scheme differ in their number of landmarks
   */
  public FaceAligner(HourglassNetwork network, LandmarkScheme scheme, double cropEnlargement) {
    this(network, false, scheme, cropEnlargement, new ArgMaxQuarter());
  }

  /**
   * With the network of a checkpoint, and the paper's decoding.
   *
   * @throws CheckpointException if the file is none, or damaged
   */
  public static FaceAligner load(Path file) {
    return load(file, new ArgMaxQuarter());
  }

  /**
   * With the network of a checkpoint.
   *
   * @throws CheckpointException if the file is none, or damaged
   */
  public static FaceAligner load(Path file, HeatmapDecoder decoder) {
    return of(file, Checkpoint.load(file), decoder);
  }

  static FaceAligner of(Path file, Checkpoint checkpoint, HeatmapDecoder decoder) {
    try {
      return new FaceAligner(
          checkpoint.network(),
          true,
          LandmarkScheme.defined(checkpoint.scheme()),
          checkpoint.cropEnlargement(),
          decoder);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(file, e.getMessage(), e);
    }
  }

  /** The scheme of the landmarks. */
  public LandmarkScheme scheme() {
    return scheme;
  }

  /** How faces are cut out for the network. */
  public FaceCropper cropper() {
    return cropper;
  }

  /** Finds the landmarks of one face. */
  public Alignment align(Picture picture, Box box) {
    return align(picture, List.of(box)).get(0);
  }

  /** Finds the landmarks of several faces in one picture, all at once. */
  public List<Alignment> align(Picture picture, List<Box> boxes) {
    List<CroppedFace> faces = new ArrayList<>();
    try {
      for (Box box : boxes) {
        faces.add(crop(picture, box));
      }
      return align(faces);
    } finally {
      faces.forEach(face -> face.crop().close());
    }
  }

  CroppedFace crop(Picture picture, Box box) {
    Affine toCrop = cropper.toCrop(box);
    return new CroppedFace(picture.warp(toCrop, cropper.size()), toCrop);
  }

  List<Alignment> align(List<CroppedFace> faces) {
    if (faces.isEmpty()) {
      return List.of();
    }
    try (INDArray heatmaps = run(faces)) {
      return decode(heatmaps, faces);
    }
  }

  /** Finds landmarks in the heatmaps of at least one face. */
  List<Alignment> decode(INDArray heatmaps, List<CroppedFace> faces) {
    DecodedLandmarks decoded = decoder.decode(heatmaps, scheme.count());
    return IntStream.range(0, faces.size())
        .mapToObj(i -> alignment(decoded, i, faces.get(i).toCrop().inverse()))
        .toList();
  }

  /** [channels][(size / 4)²], rows one after another: all heatmaps of the last stack. */
  float[][] heatmaps(CroppedFace face) {
    try (INDArray heatmaps = run(List.of(face))) {
      FloatBuffer values = heatmaps.data().asNioFloat();
      float[][] channels =
          new float[(int) heatmaps.size(1)][(int) (heatmaps.size(2) * heatmaps.size(3))];
      for (int c = 0; c < channels.length; c++) {
        values.get(c * channels[c].length, channels[c]);
      }
      return channels;
    }
  }

  /** [faces, channels, size / 4, size / 4]: all heatmaps of the last stack, to be closed. */
  INDArray run(List<CroppedFace> faces) {
    int size = cropper.size();
    try (INDArray pictures =
        Nd4j.createUninitialized(DataType.FLOAT, faces.size(), 3, size, size)) {
      for (int i = 0; i < faces.size(); i++) {
        faces.get(i).crop().copyTo(pictures, i);
      }
      return network.heatmaps(pictures);
    }
  }

  private static Alignment alignment(DecodedLandmarks decoded, int face, Affine toPicture) {
    double[] x = decoded.x()[face];
    double[] y = decoded.y()[face];
    return new Alignment(
        Landmarks.of(
            IntStream.range(0, x.length)
                .mapToObj(i -> toPicture.apply(new Point(CELL * x[i], CELL * y[i])))
                .toList()),
        Arrays.stream(decoded.confidence()[face]).boxed().toList());
  }

  /** Gives back the memory of a network that {@link #load} brought. */
  @Override
  public void close() {
    if (owned) {
      network.graph().close();
    }
  }
}
