package io.github.awing.data.datavec;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Split;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.HeatmapGrid;
import io.github.awing.data.format.DataSetFormat;
import java.io.DataInputStream;
import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a data set's faces as DataVec records of two columns, one record for each face: the crop,
 * float [1, 3, S, S], RGB from 0 to 1, and its target heatmaps, float [1, S/4, S/4, channels]. The
 * records are in the data set's order, prepared by the same {@link FacePipeline} as {@link
 * FaceBatches} uses. The first pass has the augmentation of the first epoch, and each {@link
 * #reset()} begins the next epoch.
 *
 * <p>For Deeplearning4j, use {@code RecordReaderMultiDataSetIterator} with column 0 as input and
 * column 1 as output. It supports no masks: unlabelled landmarks have heatmaps of 0. {@link
 * FaceDataSetIterator} is faster and supports masks. Records are not serialised with this reader.
 */
public final class LandmarkRecordReader extends BaseRecordReader {

  private static final long serialVersionUID = 1L;

  private final transient FacePipeline pipeline;
  private final transient Split split;
  private transient Configuration configuration = new Configuration();
  private transient List<AnnotatedFace> faces = List.of();
  private int epoch;
  private int next;

  /**
   * Makes a reader. {@link #initialize} it with the data set's folder.
   *
   * @param pipeline prepares each face; its scheme is that of the landmarks
   * @param split part of the data set to read
   */
  public LandmarkRecordReader(FacePipeline pipeline, Split split) {
    this.pipeline = pipeline;
    this.split = split;
  }

  /**
   * Reads the data set's lists.
   *
   * @param folder a {@link FileSplit} of the data set's folder
   * @throws BadDataException if it holds no data set of a known format
   * @throws IllegalArgumentException if it is not a file split, or the landmarks are of another
   *     scheme
   */
  @Override
  public void initialize(InputSplit folder) {
    if (!(folder instanceof FileSplit files)) {
      throw new IllegalArgumentException("a FileSplit of the data set's folder is expected");
    }
    Path path = files.getRootDir().toPath();
    inputSplit = folder;
    faces = DataSetFormat.guess(path).read(path, split, pipeline.targets().scheme()).faces();
    epoch = 0;
    next = 0;
  }

  @Override
  public void initialize(Configuration conf, InputSplit folder) {
    configuration = conf;
    initialize(folder);
  }

  @Override
  public boolean hasNext() {
    return next < faces.size();
  }

  /**
   * The next face.
   *
   * @throws BadDataException if its picture cannot be read
   */
  @Override
  public List<Writable> next() {
    return nextRecord().getRecord();
  }

  @Override
  public boolean batchesSupported() {
    return true;
  }

  @Override
  public List<List<Writable>> next(int count) {
    List<List<Writable>> records = new ArrayList<>();
    while (records.size() < count && hasNext()) {
      records.add(next());
    }
    return records;
  }

  @Override
  public Record nextRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more faces");
    }
    Record record = record(next++);
    invokeListeners(record);
    return record;
  }

  @Override
  public Record loadFromMetaData(RecordMetaData metaData) {
    return loadFromMetaData(List.of(metaData)).get(0);
  }

  /**
   * Loads the same faces again.
   *
   * @throws IllegalArgumentException if a record is not from this reader
   */
  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metaData) {
    List<Record> records = new ArrayList<>();
    for (RecordMetaData one : metaData) {
      if (!(one instanceof RecordMetaDataIndex index)
          || index.getIndex() < 0
          || index.getIndex() >= faces.size()) {
        throw new IllegalArgumentException(
            "metadata of this reader is expected, but is " + one.getLocation());
      }
      records.add(record((int) index.getIndex()));
    }
    return records;
  }

  /** A record of the face's number in the data set, and its picture. */
  private Record record(int index) {
    AnnotatedFace face = faces.get(index);
    int size = pipeline.cropper().size();
    HeatmapGrid grid = pipeline.cropper().grid();
    int channels = pipeline.targets().channels();
    INDArray picture = Nd4j.createUninitialized(DataType.FLOAT, 1, 3, size, size);
    float[] targets = new float[grid.size() * grid.size() * channels];
    try (FacePipeline.Sample sample = pipeline.sample(face, epoch, index)) {
      sample.crop().copyTo(picture, 0);
      pipeline
          .targets()
          .drawChannelsLast(
              sample.landmarks(), sample.labelled(), grid, FloatBuffer.wrap(targets), 0);
    }
    INDArray heatmaps =
        Nd4j.createFromArray(targets).reshape(1, grid.size(), grid.size(), channels);
    List<Writable> columns = List.of(new NDArrayWritable(picture), new NDArrayWritable(heatmaps));
    return new org.datavec.api.records.impl.Record(
        columns, new RecordMetaDataIndex(index, uri(face), LandmarkRecordReader.class));
  }

  private URI uri(AnnotatedFace face) {
    return face.picture() instanceof PictureFile file
        ? file.path().toUri()
        : ((FileSplit) inputSplit).getRootDir().toURI();
  }

  /** Heatmaps have no labels. */
  @Override
  public List<String> getLabels() {
    return List.of();
  }

  /** Begins the next epoch. */
  @Override
  public void reset() {
    next = 0;
    epoch++;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /**
   * Not supported: a face's landmarks are not in its picture.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Writable> record(URI uri, DataInputStream in) {
    throw new UnsupportedOperationException("a picture alone does not tell its landmarks");
  }

  @Override
  public void close() {
    faces = List.of();
  }

  @Override
  public void setConf(Configuration conf) {
    configuration = conf;
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }
}
