package io.github.awing.eval;

import io.github.awing.data.Affine;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.HeatmapGrid;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.eval.backend.BackendChoice;
import io.github.awing.eval.backend.BackendKind;
import io.github.awing.eval.backend.InferenceBackend;
import io.github.awing.eval.weights.NetworkFile;
import io.github.awing.eval.weights.PretrainedNetwork;
import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.DecodedLandmarks;
import io.github.awing.model.HeatmapDecoder;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Device;
import io.github.awing.program.DeviceException;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds the landmarks of a face from a picture and the face's box: crops the face, runs the
 * network, decodes the heatmaps and maps the landmarks back into the picture.
 *
 * <p>Threads may share an aligner. They crop and decode in parallel, and take turns at the network,
 * which uses all cores.
 */
public final class FaceAligner implements AutoCloseable {

  /**
   * Most faces in one run of the network, which bounds the memory: one for every core, at least
   * eight.
   */
  public static final int MOST_AT_ONCE = Math.max(8, Runtime.getRuntime().availableProcessors());

  private final InferenceBackend backend;
  private final LandmarkScheme scheme;
  private final FaceCropper cropper;
  private final HeatmapDecoder decoder;

  /** Takes the backend over and closes it. */
  FaceAligner(
      InferenceBackend backend,
      LandmarkScheme scheme,
      FaceCropper cropper,
      HeatmapDecoder decoder) {
    this.backend = backend;
    this.scheme = scheme;
    this.cropper = cropper;
    this.decoder = decoder;
  }

  /**
   * Aligns with a network and its current weights. The caller keeps the network: closing the
   * aligner leaves it open.
   *
   * @param cropEnlargement of the network's training, see {@link FaceCropper}
   * @param device that computes
   * @throws IllegalArgumentException if network and scheme differ in their number of landmarks
   */
  public FaceAligner(
      HourglassNetwork network, LandmarkScheme scheme, double cropEnlargement, Device device) {
    this(
        InferenceBackend.on(matching(network, scheme), device),
        scheme,
        new FaceCropper(network.spec().inputSize(), cropEnlargement),
        HeatmapDecoder.usual());
  }

  /**
   * Loads a trained network, with the {@linkplain HeatmapDecoder#usual usual decoder} and the
   * {@link BackendKind#fastest} backend.
   *
   * @param file a checkpoint, or weights that PyTorch saved, see {@link NetworkFile}
   * @throws CheckpointException if the file is neither, or damaged
   */
  public static FaceAligner load(Path file) {
    return load(file, HeatmapDecoder.usual(), BackendKind.fastest());
  }

  /**
   * Loads the network of the jar {@code awing-pretrained}, which marks 68 landmarks and is for
   * research, not for commercial use.
   *
   * @throws IllegalArgumentException if the jar is not on the class path
   */
  public static FaceAligner pretrained() {
    PretrainedNetwork network = PretrainedNetwork.required();
    BackendKind backend = BackendKind.fastest();
    return of(
        Path.of(network.name()),
        network.load(),
        HeatmapDecoder.usual(),
        new BackendChoice(backend.word(), backend::start));
  }

  /**
   * Loads a trained network.
   *
   * @param file a checkpoint, or weights that PyTorch saved, see {@link NetworkFile}
   * @throws CheckpointException if the file is neither, or damaged
   * @throws IllegalArgumentException if the backend cannot run on this machine
   */
  public static FaceAligner load(Path file, HeatmapDecoder decoder, BackendKind backend) {
    backend.requireAvailable();
    return load(file, decoder, new BackendChoice(backend.word(), backend::start));
  }

  /**
   * Loads a trained network onto a device, for instance {@code
   * DeviceChoice.of("cuda").open(Precision.FLOAT32)}.
   *
   * @throws CheckpointException if the file is no network, or damaged
   * @throws DeviceException if the device fails
   */
  public static FaceAligner load(Path file, HeatmapDecoder decoder, Device device) {
    return load(
        file,
        decoder,
        new BackendChoice(device.name(), network -> InferenceBackend.takingOver(network, device)));
  }

  static FaceAligner load(Path file, HeatmapDecoder decoder, BackendChoice backend) {
    return of(file, NetworkFile.load(file), decoder, backend);
  }

  /**
   * Takes over the network of a checkpoint.
   *
   * @param file of the checkpoint, for the messages of exceptions
   * @throws CheckpointException if network and scheme do not fit
   */
  public static FaceAligner of(
      Path file, Checkpoint checkpoint, HeatmapDecoder decoder, BackendChoice backend) {
    HourglassNetwork network = checkpoint.network();
    LandmarkScheme scheme = scheme(file, checkpoint);
    FaceCropper cropper;
    try {
      matching(network, scheme);
      cropper = new FaceCropper(network.spec().inputSize(), checkpoint.cropEnlargement());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(file, e.getMessage(), e);
    }
    return new FaceAligner(backend.start(network), scheme, cropper, decoder);
  }

  /** The scheme of a checkpoint's landmarks; the checkpoint contains a user's own scheme. */
  static LandmarkScheme scheme(Path file, Checkpoint checkpoint) {
    try {
      return LandmarkScheme.ofDefinition(checkpoint.scheme());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(file, e.getMessage(), e);
    }
  }

  private static HourglassNetwork matching(HourglassNetwork network, LandmarkScheme scheme) {
    if (network.spec().landmarks() != scheme.count()) {
      throw new IllegalArgumentException(
          "the network has %d landmarks, but scheme %s has %d"
              .formatted(network.spec().landmarks(), scheme.name(), scheme.count()));
    }
    return network;
  }

  /** The scheme of the landmarks. */
  public LandmarkScheme scheme() {
    return scheme;
  }

  /** The cropper that cuts faces out for the network. */
  public FaceCropper cropper() {
    return cropper;
  }

  /**
   * Runs the network on a black picture, so that the first face is as fast as the others: the first
   * run loads native code and lays out memory.
   *
   * @throws IllegalStateException if this aligner is closed
   */
  public void warmUp() {
    try (Picture black = Picture.of(new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR))) {
      align(black, new Box(0, 0, 1, 1));
    }
  }

  /**
   * Finds the landmarks of one face.
   *
   * @return landmarks and confidences; all NaN for a box that {@link FaceCropper#crop(Picture,
   *     Box)} refuses
   * @throws IllegalStateException if this aligner is closed
   */
  public Alignment align(Picture picture, Box box) {
    return align(picture, List.of(box)).get(0);
  }

  /**
   * Finds the landmarks of one face; turns the face upright for the network.
   *
   * @return as {@link #align(Picture, Box)}
   * @throws IllegalStateException if this aligner is closed
   */
  public Alignment align(Picture picture, FacePlace place) {
    return alignPlaces(picture, List.of(place)).get(0);
  }

  /**
   * Finds the landmarks of any number of faces in one picture.
   *
   * @return one alignment for each box, in order; all NaN for a box that {@link
   *     FaceCropper#crop(Picture, Box)} refuses
   * @throws IllegalStateException if this aligner is closed
   */
  public List<Alignment> align(Picture picture, List<Box> boxes) {
    return alignPlaces(picture, boxes.stream().map(FacePlace::upright).toList());
  }

  /**
   * Finds the landmarks of any number of faces in one picture; turns each face upright for the
   * network.
   *
   * @return as {@link #align(Picture, List)}
   * @throws IllegalStateException if this aligner is closed
   */
  public List<Alignment> alignPlaces(Picture picture, List<FacePlace> places) {
    List<Alignment> alignments = new ArrayList<>();
    for (List<FacePlace> some : chunks(places)) {
      List<CroppedFace> faces = new ArrayList<>();
      List<Boolean> cut = new ArrayList<>();
      try {
        for (FacePlace place : some) {
          cut.add(cut(picture, place, faces));
        }
        Iterator<Alignment> found = align(faces).iterator();
        cut.forEach(its -> alignments.add(its ? found.next() : Alignment.none(scheme.count())));
      } finally {
        faces.forEach(CroppedFace::close);
      }
    }
    return alignments;
  }

  private boolean cut(Picture picture, FacePlace place, List<CroppedFace> faces) {
    try {
      return faces.add(cropper.crop(picture, place));
    } catch (BadDataException e) {
      // The alignment without an answer reports this.
      return false;
    }
  }

  /**
   * Finds the landmarks of faces that this aligner's {@link #cropper()} cut out.
   *
   * @return one alignment for each face, in order, in the pixels of the face's picture
   * @throws IllegalStateException if this aligner is closed
   */
  public List<Alignment> align(List<CroppedFace> faces) {
    List<Alignment> alignments = new ArrayList<>();
    for (List<CroppedFace> some : chunks(faces)) {
      try (INDArray heatmaps = run(some)) {
        alignments.addAll(decode(heatmaps, some));
      }
    }
    return alignments;
  }

  private static <T> List<List<T>> chunks(List<T> all) {
    return IntStream.iterate(0, from -> from < all.size(), from -> from + MOST_AT_ONCE)
        .mapToObj(from -> all.subList(from, Math.min(from + MOST_AT_ONCE, all.size())))
        .toList();
  }

  /** Finds landmarks in the heatmaps of at least one face. */
  List<Alignment> decode(INDArray heatmaps, List<CroppedFace> faces) {
    DecodedLandmarks decoded = decoder.decode(heatmaps, scheme.count());
    return IntStream.range(0, faces.size())
        .mapToObj(i -> alignment(decoded, i, faces.get(i).toCrop().inverse()))
        .toList();
  }

  /** All heatmaps of the last stack: [channels][cells], row by row. */
  float[][] heatmaps(CroppedFace face) {
    try (INDArray heatmaps = run(List.of(face))) {
      FloatBuffer values = NativeFloats.toRead(heatmaps);
      float[][] channels =
          new float[(int) heatmaps.size(1)][(int) (heatmaps.size(2) * heatmaps.size(3))];
      for (int c = 0; c < channels.length; c++) {
        values.get(c * channels[c].length, channels[c]);
      }
      return channels;
    }
  }

  /** All heatmaps of the last stack: [faces, channels, rows, columns]; the caller closes them. */
  INDArray run(List<CroppedFace> faces) {
    int size = cropper.size();
    try (INDArray pictures =
        Nd4j.createUninitialized(DataType.FLOAT, faces.size(), 3, size, size)) {
      for (int i = 0; i < faces.size(); i++) {
        faces.get(i).crop().copyTo(pictures, i);
      }
      return backend.heatmaps(pictures);
    }
  }

  private Alignment alignment(DecodedLandmarks decoded, int face, Affine toPicture) {
    HeatmapGrid grid = cropper.grid();
    double[] x = decoded.x()[face];
    double[] y = decoded.y()[face];
    return new Alignment(
        Landmarks.of(
            IntStream.range(0, x.length)
                .mapToObj(i -> toPicture.apply(grid.toCrop(new Point(x[i], y[i]))))
                .toList()),
        Arrays.stream(decoded.confidence()[face]).boxed().toList());
  }

  /**
   * Waits for faces in progress, then frees the memory of a network that {@link #load} loaded. A
   * second close does nothing.
   */
  @Override
  public void close() {
    backend.close();
  }
}
