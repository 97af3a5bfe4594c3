package io.github.awing.cuda;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the SHA-256 of several values, each preceded by its length. */
final class Digest {

  static final int BYTES = 32;

  private final MessageDigest sha256;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Digest add(byte[] bytes) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes.length));
    sha256.update(bytes);
    return this;
  }

  Digest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return sha256.digest();
  }

  /** The digest in characters that every file system accepts. */
  String text() {
    return HexFormat.of().formatHex(bytes());
  }
}
