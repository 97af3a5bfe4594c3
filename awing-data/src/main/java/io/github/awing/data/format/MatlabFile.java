package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/**
 * Reads arrays of a MATLAB file of version 5. It checks every size in the file before it allocates
 * memory.
 */
record MatlabFile(Path path, Map<String, Array> arrays) {

  private static final long MOST_ELEMENTS = 1 << 23;
  private static final long MOST_BYTES = 1 << 28;

  /** Largest number of bytes that Deflate expands one byte to. */
  private static final long MOST_PER_BYTE = 1032;

  /**
   * Reads the arrays of these names that the file has.
   *
   * @throws BadDataException if the file cannot be read or is not of this format
   */
  static MatlabFile read(Path path, List<String> names) {
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(path, "there is no such file");
    }
    Map<String, Array> arrays = new HashMap<>();
    try (Source source = Sources.openFile(path.toFile())) {
      Mat5.newReader(source)
          .setBufferAllocator(new BoundedAllocator(Files.size(path)))
          .disableSubsystemProcessing()
          .setEntryFilter(
              header -> {
                boolean wanted = names.contains(header.getName());
                if (wanted && elements(header.getDimensions()) > MOST_ELEMENTS) {
                  throw new IllegalArgumentException(
                      "an array is declared with more than %d elements".formatted(MOST_ELEMENTS));
                }
                return wanted;
              })
          .readMat()
          .getEntries()
          .forEach(entry -> arrays.put(entry.getName(), entry.getValue()));
    } catch (IOException | RuntimeException e) {
      throw new BadDataException(
          path, "is no MATLAB file of version 5, or a damaged one: " + firstLine(e));
    } catch (OutOfMemoryError e) {
      // A damaged file can request one array larger than the memory; nothing else is affected.
      throw new BadDataException(path, "is a damaged MATLAB file: an array is larger than memory");
    }
    return new MatlabFile(path, arrays);
  }

  /** An array of numbers of this shape; a negative side accepts any length. */
  Matrix matrix(String name, int rows, int columns) {
    if (arrays.get(name) instanceof Matrix matrix
        && matrix.getNumDimensions() == 2
        && (rows < 0 || matrix.getNumRows() == rows)
        && (columns < 0 || matrix.getNumCols() == columns)) {
      return matrix;
    }
    throw new BadDataException(
        path,
        "'%s' must be numbers of %s rows and %s columns, but is %s"
            .formatted(
                name,
                rows < 0 ? "any" : rows,
                columns < 0 ? "any" : columns,
                arrays.containsKey(name)
                    ? Arrays.toString(arrays.get(name).getDimensions())
                    : "missing"));
  }

  /** One number of an array, which must be finite. */
  double finite(String name, Matrix matrix, int row, int column) {
    double value = matrix.getDouble(row, column);
    if (!Double.isFinite(value)) {
      throw new BadDataException(
          path,
          "'%s' must hold numbers, but row %d, column %d is %s"
              .formatted(name, row + 1, column + 1, value));
    }
    return value;
  }

  private static long elements(int[] dimensions) {
    return Arrays.stream(dimensions).asLongStream().reduce(1, MatlabFile::product);
  }

  private static long product(long one, long other) {
    return one < 0 || other < 0 || one > MOST_ELEMENTS ? Long.MAX_VALUE : one * other;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is cut off");
  }

  /** Allocates heap memory up to the limit for a file of this size. */
  private static final class BoundedAllocator implements BufferAllocator {
    private final long most;
    private long left;

    BoundedAllocator(long fileSize) {
      most = Math.min(MOST_BYTES, fileSize * MOST_PER_BYTE);
      left = most;
    }

    @Override
    public ByteBuffer allocate(int bytes) {
      left -= bytes;
      if (bytes < 0 || left < 0) {
        throw new IllegalArgumentException("its arrays take more than %d bytes".formatted(most));
      }
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {
      left += buffer.capacity();
    }
  }
}
