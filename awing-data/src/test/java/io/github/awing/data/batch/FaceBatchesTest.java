package io.github.awing.data.batch;

import static io.github.awing.data.batch.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureFile;
import io.github.awing.data.PictureSource;
import io.github.awing.data.Split;
import io.github.awing.data.batch.FaceBatches.Order;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FaceBatchesTest {

  @TempDir private static Path folder;
  private static FaceDataSet data;

  @BeforeAll
  static void someDrawnFaces() {
    new SyntheticFaces(4).writeWflw(folder.resolve("faces"), 7, 1, done -> {});
    data = DataSetFormat.WFLW.read(folder.resolve("faces"), Split.TRAIN);
  }

  @Test
  void everyFaceIsInAnEpochOnceAndInOrder() {
    try (FaceBatches batches = batches(data.faces(), 3, Order.AS_GIVEN, 1)) {
      List<AnnotatedFace> seen = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      collect(batches.epoch(0), seen, sizes, new ArrayList<>());
      assertThat(seen).isEqualTo(data.faces());
      assertThat(sizes).containsExactly(3, 3, 1);
      assertThat(batches.perEpoch()).isEqualTo(3);
    }
  }

  @Test
  void epochsDoNotDependOnTheThreadsAndDiffer() {
    List<AnnotatedFace> first = new ArrayList<>();
    List<AnnotatedFace> again = new ArrayList<>();
    List<AnnotatedFace> next = new ArrayList<>();
    List<INDArray> firstArrays = new ArrayList<>();
    List<INDArray> againArrays = new ArrayList<>();
    try (FaceBatches one = batches(data.faces(), 2, Order.SHUFFLED, 1);
        FaceBatches four = batches(data.faces(), 2, Order.SHUFFLED, 4)) {
      collect(one.epoch(5), first, new ArrayList<>(), firstArrays);
      collect(four.epoch(5), again, new ArrayList<>(), againArrays);
      collect(one.epoch(6), next, new ArrayList<>(), new ArrayList<>());
    }
    assertThat(first).isEqualTo(again).hasSize(6).doesNotHaveDuplicates();
    assertSameBits(firstArrays, againArrays);
    assertThat(next).isNotEqualTo(first);
  }

  @Test
  void anImpossibleBoxIsReportedAndTheOtherFacesRemain() {
    for (Box wild :
        List.of(
            new Box(0, 0, 1e9, 1e9),
            new Box(-1e308, 0, 1e308, 1),
            new Box(5000, 5, 5100, 100),
            new Box(9, 9, 9.01, 9.01))) {
      List<AnnotatedFace> faces = new ArrayList<>(data.faces());
      faces.set(2, faces.get(2).withBox(wild));
      List<AnnotatedFace> seen = new ArrayList<>();
      try (FaceBatches batches = batches(faces, 3, Order.AS_GIVEN, 1)) {
        collect(batches.epoch(0), seen, new ArrayList<>(), new ArrayList<>());
        assertThat(batches.skipped())
            .singleElement()
            .asString()
            .startsWith(faces.get(2).picture() + ": the box ")
            .contains("cannot be of a face");
      }
      faces.remove(2);
      assertThat(seen).isEqualTo(faces);
    }
  }

  @Test
  void anEpochContinuesFromABatch() {
    List<AnnotatedFace> whole = new ArrayList<>();
    List<AnnotatedFace> begun = new ArrayList<>();
    List<INDArray> wholeArrays = new ArrayList<>();
    List<INDArray> restArrays = new ArrayList<>();
    int taken;
    try (FaceBatches batches = batches(data.faces(), 2, Order.SHUFFLED, 2)) {
      collect(batches.epoch(5), whole, new ArrayList<>(), wholeArrays);
      try (FaceBatches.Epoch epoch = batches.epoch(5)) {
        assertThat(epoch.taken()).isZero();
        try (FaceBatch first = epoch.next()) {
          begun.addAll(first.faces());
        }
        // Peeking takes no batch.
        assertThat(epoch.hasNext()).isTrue();
        taken = epoch.taken();
      }
      collect(batches.epoch(5, taken), begun, new ArrayList<>(), restArrays);
      assertThat(batches.epoch(5, 3).hasNext()).isFalse();
    }
    assertThat(taken).isEqualTo(1);
    assertThat(begun).isEqualTo(whole);
    assertSameBits(restArrays, wholeArrays.subList(2, wholeArrays.size()));
  }

  @Test
  void aPartHoldsTheFacesAtItsPlacesInTheEpoch() {
    try (FaceBatches batches = batches(data.faces(), 4, Order.SHUFFLED, 1);
        FaceBatches.Epoch epoch = batches.epoch(3);
        FaceBatch whole = epoch.next();
        FaceBatch part = batches.part(3, 1, 3)) {
      assertThat(part.faces()).isEqualTo(whole.faces().subList(1, 3));
      INDArray same = whole.pictures().get(NDArrayIndex.interval(1, 3));
      assertSameBits(part.pictures(), same.dup());
      assertThatThrownBy(() -> batches.part(3, 5, 8)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> batches.part(3, 0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void hasTheTargetsOfItsFacesChannelsLast() {
    FacePipeline plain = pipeline(Augmentation.NONE);
    try (FaceBatches batches = new FaceBatches(plain, data.faces(), 4, Order.AS_GIVEN, true, 1);
        FaceBatches.Epoch epoch = batches.epoch(0);
        FaceBatch batch = epoch.next()) {
      assertThat(batch.pictures().shape()).containsExactly(4, 3, 128, 128);
      assertThat(batch.targets().shape()).containsExactly(4, 32, 32, 99);
      Landmarks inCrop = batch.faces().get(2).landmarks().map(batch.toCrop().get(2)::apply);
      float[][] expected = plain.targets().draw(inCrop, 128);
      for (int channel : new int[] {0, 54, 98}) {
        for (int cell = 0; cell < 32 * 32; cell += 7) {
          assertThat(batch.targets().getFloat(2, cell / 32, cell % 32, channel))
              .isEqualTo(expected[channel][cell]);
        }
      }
    }
  }

  @Test
  void skipsAndNamesAnUnreadablePicture() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    List<AnnotatedFace> faces = new ArrayList<>(data.faces());
    AnnotatedFace face = faces.get(1);
    faces.set(
        1,
        new AnnotatedFace(
            "broken.jpg",
            new PictureFile(broken),
            face.box(),
            face.landmarks(),
            face.attributes()));
    try (FaceBatches batches = batches(faces, 3, Order.AS_GIVEN, 2)) {
      List<AnnotatedFace> seen = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      collect(batches.epoch(0), seen, sizes, new ArrayList<>());
      assertThat(sizes).containsExactly(2, 3, 1);
      assertThat(batches.skipped()).singleElement().asString().contains(broken.toString());
    }
    try (FaceBatches strict =
            new FaceBatches(pipeline(Augmentation.NONE), faces, 3, Order.AS_GIVEN, true, 1);
        FaceBatches.Epoch epoch = strict.epoch(0)) {
      assertThatThrownBy(epoch::hasNext)
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("broken.jpg");
    }
  }

  @Test
  void peekReturnsTheNextBatchAndDoesNotTakeIt() {
    List<AnnotatedFace> seen = new ArrayList<>();
    try (FaceBatches batches = batches(data.faces(), 3, Order.AS_GIVEN, 2);
        FaceBatches.Epoch epoch = batches.epoch(0)) {
      while (epoch.hasNext()) {
        int before = epoch.taken();
        FaceBatch ahead = epoch.peek().orElseThrow();
        assertThat(epoch.taken()).isEqualTo(before);
        try (FaceBatch next = epoch.next()) {
          assertThat(next).isSameAs(ahead);
          seen.addAll(next.faces());
        }
        assertThat(epoch.taken()).isEqualTo(before + 1);
      }
      assertThat(epoch.peek()).isEmpty();
    }
    assertThat(seen).isEqualTo(data.faces());
  }

  /** Peeking does not wait for a slow reader, and does not throw a bad picture's error early. */
  @Test
  void peekDoesNotWaitOrThrow() throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch thirdBatch = new CountDownLatch(1);
    List<AnnotatedFace> faces = new ArrayList<>(data.faces());
    faces.set(0, withPicture(faces.get(0), new Gate(faces.get(0).picture(), begin::await)));
    faces.set(3, faces.get(3).withBox(new Box(0, 0, 1e9, 1e9)));
    faces.set(
        6, withPicture(faces.get(6), new Gate(faces.get(6).picture(), thirdBatch::countDown)));
    try (FaceBatches strict =
            new FaceBatches(pipeline(Augmentation.NONE), faces, 3, Order.AS_GIVEN, true, 1);
        FaceBatches.Epoch epoch = strict.epoch(0)) {
      assertThat(epoch.peek()).isEmpty();
      begin.countDown();
      epoch.next().close();
      thirdBatch.await();
      assertThat(epoch.peek()).isEmpty();
      assertThatThrownBy(epoch::next).isInstanceOf(BadDataException.class);
    }
  }

  /** A picture that can be read only after a signal. */
  private record Gate(PictureSource behind, Passing passing) implements PictureSource {

    interface Passing {
      void pass() throws InterruptedException;
    }

    @Override
    public Picture read() {
      try {
        passing.pass();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return behind.read();
    }
  }

  private static AnnotatedFace withPicture(AnnotatedFace face, PictureSource picture) {
    return new AnnotatedFace(
        face.image(), picture, face.box(), face.landmarks(), face.visibility(), face.attributes());
  }

  private static FaceBatches batches(
      List<AnnotatedFace> faces, int size, Order order, int threads) {
    return new FaceBatches(pipeline(Augmentation.PAPER), faces, size, order, false, threads);
  }

  private static FacePipeline pipeline(Augmentation augmentation) {
    return new FacePipeline(
        new FaceCropper(128, 1.25),
        new TargetHeatmaps(data.scheme(), new GaussianHeatmaps(1.75, false), true),
        augmentation,
        9);
  }

  private static void collect(
      FaceBatches.Epoch epoch,
      List<AnnotatedFace> faces,
      List<Integer> sizes,
      List<INDArray> arrays) {
    try (epoch) {
      while (epoch.hasNext()) {
        try (FaceBatch batch = epoch.next()) {
          faces.addAll(batch.faces());
          sizes.add(batch.size());
          arrays.add(batch.pictures().dup());
          arrays.add(batch.targets().dup());
        }
      }
    }
  }
}
