package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the lines of a user's text file: UTF-8 with or without a byte order mark, any system's line
 * ends, and lines of limited length.
 */
public final class BoundedLines {

  /** Longest line; a line of 98 landmarks takes four kilobytes. */
  private static final int LONGEST = 1 << 16;

  /** Receives the lines. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Receives one line.
     *
     * @param number counted from 1
     */
    void take(String line, int number);
  }

  private BoundedLines() {}

  /**
   * Passes on every line that is not blank.
   *
   * @throws BadDataException if the file cannot be read, is not UTF-8, or has a line too long
   */
  public static void forEach(Path file, Taker taker) {
    int number = 1;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      StringBuilder line = new StringBuilder();
      int before = '\n';
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        boolean rest = next == '\n' && before == '\r';
        before = next;
        if (rest) {
          // The second character of a line end of two characters.
          continue;
        }
        if (next == '\n' || next == '\r') {
          give(line, number++, taker);
        } else if (line.length() == LONGEST) {
          throw new BadDataException(
              file, number, "is longer than %d characters".formatted(LONGEST));
        } else if (!(next == '\uFEFF' && number == 1 && line.isEmpty())) {
          line.append((char) next);
        }
      }
      give(line, number, taker);
    } catch (CharacterCodingException e) {
      throw new BadDataException(file, "is not UTF-8 text");
    } catch (NoSuchFileException e) {
      throw new BadDataException(file, "there is no such file");
    } catch (IOException e) {
      throw new BadDataException(file, "cannot be read: " + e.getMessage());
    }
  }

  private static void give(StringBuilder line, int number, Taker taker) {
    String text = line.toString();
    line.setLength(0);
    if (!text.isBlank()) {
      taker.take(text, number);
    }
  }
}
