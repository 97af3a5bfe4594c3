package io.github.awing.model.layer;

import org.bytedeco.dnnl.memory;

/** What one face's activations measure, whichever order they are in. */
record FaceShape(int height, int width, int channels) {

  int pixels() {
    return height * width;
  }

  int floats() {
    return pixels() * channels;
  }

  /** In oneDNN's words. */
  memory.desc described(memory.format_tag order) {
    long[] sizes = {1, channels, height, width};
    return new memory.desc(sizes, memory.data_type.f32, order);
  }
}
