package io.github.awing.model.pytorch;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads one Python pickle as data: numbers, strings, lists, tuples (as lists), dictionaries and
 * PyTorch's tensors; any other object is an {@link OpaqueObject}. A pickle is a program that may
 * call any Python function. This class calls none, and refuses pickles that name functions that run
 * code.
 *
 * <p>It allocates no memory for a length that the remaining bytes do not cover, and traverses no
 * object that a pickle builds, so neither nesting nor sharing can exhaust memory or time.
 */
final class Pickle {

  /**
   * Largest number of operations; a checkpoint has about 50 for every tensor, and one for every
   * number of a log.
   */
  private static final int MOST_OPERATIONS = 4_000_000;

  /** Largest number of opaque objects; logs of NumPy's numbers have two for each number. */
  private static final int MOST_OPAQUE = 200_000;

  private static final int LONGEST_LINE = 4096;

  private final ByteBuffer bytes;
  private final Function<List<?>, Object> storages;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int opaque;

  private Pickle(ByteBuffer bytes, Function<List<?>, Object> storages) {
    this.bytes = bytes;
    this.storages = storages;
  }

  /**
   * Reads the pickle at the buffer's position, and moves the position behind it.
   *
   * @param storages resolves a persistent identifier, a tuple
   * @throws MalformedFileException if it is not a pickle, is cut short, or names code
   */
  static Object read(ByteBuffer bytes, Function<List<?>, Object> storages) {
    ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      Object value = new Pickle(little, storages).run();
      bytes.position(bytes.position() + little.position());
      return value;
    } catch (BufferUnderflowException e) {
      throw new MalformedFileException("its pickle is cut short");
    } catch (ClassCastException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new MalformedFileException("its pickle is damaged");
    }
  }

  private Object run() {
    for (int operation = 0; operation < MOST_OPERATIONS; operation++) {
      int code = bytes.get() & 0xFF;
      if (code == '.') {
        return pop();
      }
      execute(code);
    }
    throw new MalformedFileException(
        "its pickle has more than %d operations".formatted(MOST_OPERATIONS));
  }

  private void execute(int code) {
    switch (code) {
      case 0x80 -> protocol(bytes.get() & 0xFF);
      case 0x95 -> bytes.getLong(); // A frame's length, a hint for buffered reading.
      case '(' -> marks.push(stack.size());
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> push(stack.get(stack.size() - 1));
      case 'N' -> push(PythonNone.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I' -> push(integerLine(line()));
      case 'J' -> push((long) bytes.getInt());
      case 'K' -> push((long) (bytes.get() & 0xFF));
      case 'M' -> push((long) (bytes.getShort() & 0xFFFF));
      case 'L' -> push(integer(line().replaceFirst("L$", "")));
      case 0x8A -> push(bigInteger(bytes.get() & 0xFF));
      case 0x8B -> push(bigInteger(bytes.getInt()));
      case 'F' -> push(floatingPoint(line()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
      case 'S' -> push(quoted(line()));
      case 'V' -> push(line());
      case 'X', 'T', 'B' -> push(string(bytes.getInt() & 0xFFFFFFFFL));
      case 'U', 'C', 0x8C -> push(string(bytes.get() & 0xFF));
      case 0x8D, 0x8E, 0x96 -> push(string(bytes.getLong()));
      case ')' -> push(List.of());
      case 't' -> push(Collections.unmodifiableList(sinceMark()));
      case 0x85, 0x86, 0x87 -> push(Collections.unmodifiableList(popLast(code - 0x84)));
      case ']' -> push(new ArrayList<>());
      case 'l' -> push(sinceMark());
      case 'a' -> append(popLast(1));
      case 'e' -> append(sinceMark());
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> {
        List<Object> items = sinceMark();
        push(new LinkedHashMap<>());
        put(items);
      }
      case 's' -> put(popLast(2));
      case 'u' -> put(sinceMark());
      case 'p' -> remember(Math.toIntExact(integer(line())));
      case 'q' -> remember(bytes.get() & 0xFF);
      case 'r' -> remember(bytes.getInt());
      case 0x94 -> remember(memo.size());
      case 'g' -> recall(Math.toIntExact(integer(line())));
      case 'h' -> recall(bytes.get() & 0xFF);
      case 'j' -> recall(bytes.getInt());
      case 'c' -> push(PyTorchGlobal.of(line(), line()));
      case 0x93 -> {
        List<Object> names = popLast(2);
        push(PyTorchGlobal.of((String) names.get(0), (String) names.get(1)));
      }
      case 'R', 0x81 -> {
        List<Object> call = popLast(2);
        call(call.get(0), (List<?>) call.get(1));
      }
      case 0x92 -> {
        List<Object> call = popLast(3);
        call(call.get(0), (List<?>) call.get(1));
      }
      case 'i' -> {
        PyTorchGlobal global = PyTorchGlobal.of(line(), line());
        call(global, sinceMark());
      }
      case 'o' -> {
        List<Object> call = sinceMark();
        call(call.get(0), call.subList(1, call.size()));
      }
      case 0x8F -> call(new PyTorchGlobal.Other("set"), List.of());
      case 0x90 -> {
        sinceMark();
        if (!(stack.get(stack.size() - 1) instanceof OpaqueObject)) {
          throw new MalformedFileException("its pickle is damaged");
        }
      }
      case 0x91 -> {
        sinceMark();
        call(new PyTorchGlobal.Other("frozenset"), List.of());
      }
      case 'b' -> build();
      case 'Q' -> push(storages.apply((List<?>) pop()));
      default ->
          throw new MalformedFileException(
              "its pickle has the operation 0x%02X, which no checkpoint needs".formatted(code));
    }
  }

  private static void protocol(int version) {
    if (version > 5) {
      throw new MalformedFileException("its pickle is of protocol " + version);
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private List<Object> popLast(int count) {
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> values = new ArrayList<>(tail);
    tail.clear();
    return values;
  }

  private List<Object> sinceMark() {
    // Values above the mark, and the mark's position, may have been popped since.
    if (marks.isEmpty() || marks.peek() > stack.size()) {
      throw new MalformedFileException("its pickle is damaged");
    }
    return popLast(stack.size() - marks.pop());
  }

  private void call(Object callable, List<?> arguments) {
    Object value =
        callable instanceof OpaqueObject object
            ? new OpaqueObject(object.name())
            : ((PyTorchGlobal) callable).call(arguments);
    if (value instanceof OpaqueObject && ++opaque > MOST_OPAQUE) {
      throw new MalformedFileException(
          "its pickle has more than %d objects beside its tensors".formatted(MOST_OPAQUE));
    }
    push(value);
  }

  private void append(List<Object> values) {
    if (stack.get(stack.size() - 1) instanceof OpaqueObject) {
      return;
    }
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) stack.get(stack.size() - 1);
    if (!(list instanceof ArrayList)) {
      throw new MalformedFileException("its pickle is damaged");
    }
    list.addAll(values);
  }

  private void put(List<Object> items) {
    Object target = stack.get(stack.size() - 1);
    @SuppressWarnings("unchecked")
    Map<Object, Object> map =
        target instanceof OpaqueObject object ? object.fields() : (Map<Object, Object>) target;
    if (items.size() % 2 != 0) {
      throw new MalformedFileException("its pickle is damaged");
    }
    for (int i = 0; i < items.size(); i += 2) {
      put(map, items.get(i), items.get(i + 1));
    }
  }

  /**
   * Puts a value under its key; a key that is neither a string nor a number is replaced by a key
   * that is never looked up.
   */
  static void put(Map<Object, Object> map, Object key, Object value) {
    boolean plain = key instanceof String || key instanceof Number || key instanceof Boolean;
    // Hashing a list would traverse it.
    map.put(plain ? key : new OpaqueObject("key"), value);
  }

  private void remember(int key) {
    memo.put(key, stack.get(stack.size() - 1));
  }

  private void recall(int key) {
    if (!memo.containsKey(key)) {
      throw new MalformedFileException("its pickle is damaged");
    }
    push(memo.get(key));
  }

  /** Sets attributes. Those of a dictionary or a tensor are ignored. */
  private void build() {
    Object state = pop();
    Object target = stack.get(stack.size() - 1);
    if (target instanceof OpaqueObject object) {
      object.build(state);
    } else if (!(target instanceof Map || target instanceof StoredTensor)) {
      throw new MalformedFileException(
          "its pickle sets attributes of a value that is not an object");
    }
  }

  private String string(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[(int) length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (byte next = bytes.get(); next != '\n'; next = bytes.get()) {
      if (line.length() == LONGEST_LINE) {
        throw new MalformedFileException("its pickle has an endless line");
      }
      line.append((char) (next & 0xFF));
    }
    return line.toString();
  }

  private static Object integerLine(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(line);
    };
  }

  private static long integer(String line) {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException e) {
      throw new MalformedFileException("its pickle has an invalid number");
    }
  }

  private static double floatingPoint(String line) {
    try {
      return Double.parseDouble(line);
    } catch (NumberFormatException e) {
      throw new MalformedFileException("its pickle has an invalid number");
    }
  }

  private static String quoted(String line) {
    return line.length() < 2 ? "" : line.substring(1, line.length() - 1);
  }

  /**
   * Reads a whole number: small ones as {@code Long}; the magic number of the older format is
   * larger.
   */
  private Number bigInteger(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    if (length == 0) {
      return 0L;
    }
    byte[] digits = new byte[length];
    bytes.get(digits);
    for (int i = 0; i < length / 2; i++) {
      byte swapped = digits[i];
      digits[i] = digits[length - 1 - i];
      digits[length - 1 - i] = swapped;
    }
    BigInteger number = new BigInteger(digits);
    return length <= Long.BYTES ? (Number) number.longValue() : number;
  }
}
