package io.github.awing.model.pytorch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads safetensors: the length of a JSON header as 8 bytes, the header with every tensor's type,
 * shape and place, then the bytes.
 */
final class SafetensorsForm implements WeightFile.Form {

  private static final int LONGEST_HEADER = 16 << 20;
  private static final String METADATA = "__metadata__";

  private final FileChannel channel;

  SafetensorsForm(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public Object content() throws IOException {
    long length = WeightFile.read(channel, 0, Long.BYTES).getLong();
    if (length < 2 || length > Math.min(LONGEST_HEADER, channel.size() - Long.BYTES)) {
      throw new MalformedFileException(
          "its header's length is given as %d bytes, which is not possible".formatted(length));
    }
    JsonNode header;
    try {
      header =
          new ObjectMapper()
              .readTree(
                  new String(
                      WeightFile.read(channel, Long.BYTES, (int) length).array(),
                      StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new MalformedFileException("its header is no JSON");
    }
    Map<String, Object> tensors = new LinkedHashMap<>();
    long start = Long.BYTES + length;
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals(METADATA)) {
        tensors.put(field.getKey(), tensor(field.getValue(), start));
      }
    }
    return tensors;
  }

  /**
   * Reads a tensor. An entry without a known type is kept as a value, which is an error only if it
   * is a weight.
   */
  private Object tensor(JsonNode entry, long start) {
    JsonNode shape = entry.path("shape");
    JsonNode offsets = entry.path("data_offsets");
    Optional<ElementType> known = ElementType.ofSafetensors(entry.path("dtype").asText());
    if (known.isEmpty()) {
      return new OpaqueObject("a tensor of " + Printable.of(entry.path("dtype").asText()));
    }
    ElementType type = known.get();
    if (!shape.isArray() || offsets.size() != 2) {
      throw new MalformedFileException("its header lacks a tensor's shape or place");
    }
    long[] lengths = new long[shape.size()];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] = shape.get(axis).asLong(-1);
    }
    long from = offsets.get(0).asLong(-1);
    long to = offsets.get(1).asLong(-1);
    if (from < 0 || to < from || to > size() - start || (to - from) % type.bytes() != 0) {
      throw new MalformedFileException("a tensor lies beyond the file's end");
    }
    Storage storage =
        new Storage(
            type,
            (to - from) / type.bytes(),
            (position, length) -> WeightFile.read(channel, start + from + position, length));
    return StoredTensor.dense(storage, lengths);
  }

  private long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
