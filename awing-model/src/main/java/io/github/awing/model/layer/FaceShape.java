package io.github.awing.model.layer;

/** What one face's activations measure, whichever order they are in. */
record FaceShape(int height, int width, int channels) {

  int pixels() {
    return height * width;
  }

  int floats() {
    return pixels() * channels;
  }
}
