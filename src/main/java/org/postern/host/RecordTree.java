package org.postern.host;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;

/**
 * Converts documents, which are public records, to trees of JSON and back. A component becomes a
 * member of its name, whose value depends on the component's type:
 *
 * <ul>
 *   <li>a {@code String}, {@code boolean}, {@code int}, {@code long} or {@code double}: the value
 *       itself;
 *   <li>an {@code Instant} or {@code LocalDate}: a text of ISO 8601, in UTC;
 *   <li>a {@code BigInteger}: a text of decimal digits;
 *   <li>an {@code Address}: its text;
 *   <li>an enum: the name of its constant in lower case;
 *   <li>a record: an object; a {@code Map} with keys that are strings: an object too;
 *   <li>a {@code List}: a list, whose values are made when they are asked for, so that a list of
 *       very many costs nothing before;
 *   <li>an {@code Object}: any value of JSON, which code outside of this class reads and writes;
 *   <li>a sealed interface of records: the record that it is; such a document is only written;
 *   <li>an {@code Optional} or {@code OptionalLong}: what is in it, and no member when it is empty.
 * </ul>
 *
 * <p>A reader may be older or newer than the writer: it passes over members that it does not know,
 * and takes a missing list or map for an empty one. Any other missing member, and any member of a
 * wrong type, is an error that names it. So a component that a later version adds to a document has
 * to be a list, a map or optional.
 */
public final class RecordTree {
  private RecordTree() {}

  /**
   * Puts the members of a component, which is a record or an optional one, in the place of the
   * component.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Inline {}

  /** Names the member of a component whose name is a word of Java's own. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Name {
    /** Returns the name. */
    String value();
  }

  /** Returns the tree of a document, its members in the order of the components. */
  public static Map<String, Object> write(Record document) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (RecordShape.Part part : RecordShape.of(document.getClass()).parts()) {
      Optional<Object> written = written(part.of(document));
      if (part.inline()) {
        written.ifPresent(
            value -> ((Map<?, ?>) value).forEach((name, one) -> tree.put((String) name, one)));
      } else {
        written.ifPresent(value -> tree.put(part.name(), value));
      }
    }
    return tree;
  }

  private static Optional<Object> written(Object value) {
    return switch (value) {
      case Optional<?> one -> one.map(RecordTree::value);
      case OptionalLong one ->
          one.isPresent() ? Optional.of(one.getAsLong()) : Optional.<Object>empty();
      default -> Optional.of(value(value));
    };
  }

  private static Object value(Object value) {
    return switch (value) {
      case String _, Boolean _, Integer _, Long _, Double _ -> value;
      case Instant _, LocalDate _, BigInteger _, Address _ -> value.toString();
      case Enum<?> constant -> word(constant);
      case Record record -> write(record);
      case List<?> list -> new MappedList<>(list, RecordTree::value);
      case Map<?, ?> map -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        map.forEach((key, one) -> tree.put((String) key, value(one)));
        yield tree;
      }
      default -> throw new IllegalArgumentException("no document holds " + value.getClass());
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a document from a tree.
   *
   * @throws IOException when the tree is no document of that type; the message names the member
   */
  public static <T extends Record> T read(Class<T> type, Map<String, ?> tree) throws IOException {
    return type.cast(record(type, tree, ""));
  }

  private static Object record(Class<?> type, Map<?, ?> tree, String path) throws IOException {
    RecordShape shape = RecordShape.of(type);
    Object[] values = new Object[shape.parts().size()];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Part part = shape.parts().get(i);
      String member = path.isEmpty() ? part.name() : path + "." + part.name();
      values[i] =
          part.inline()
              ? inline(part.type(), tree, path)
              : read(part.type(), tree.get(part.name()), member);
    }
    try {
      return shape.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IOException("member \"%s\" makes no sense".formatted(path), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made", e);
    }
  }

  /**
   * Reads a record whose members stand among others; an optional one is there when one of them is.
   */
  private static Object inline(Type type, Map<?, ?> tree, String path) throws IOException {
    if (!(type instanceof ParameterizedType optional)) {
      return record((Class<?>) type, tree, path);
    }
    Class<?> held = (Class<?>) optional.getActualTypeArguments()[0];
    boolean present =
        RecordShape.of(held).parts().stream().anyMatch(part -> tree.containsKey(part.name()));
    return present ? Optional.of(record(held, tree, path)) : Optional.empty();
  }

  private static Object read(Type type, @Nullable Object value, String path) throws IOException {
    return type instanceof ParameterizedType of
        ? container(of, value, path)
        : plain((Class<?>) type, value, path);
  }

  private static Object container(ParameterizedType type, @Nullable Object value, String path)
      throws IOException {
    Type held = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    if (type.getRawType() == Optional.class) {
      return value == null ? Optional.empty() : Optional.of(read(held, value, path));
    }
    if (type.getRawType() == List.class) {
      List<Object> all = new ArrayList<>();
      for (Object one : value == null ? List.of() : as(List.class, value, path, "a list")) {
        all.add(read(held, one, "%s[%d]".formatted(path, all.size())));
      }
      return all;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    Map<?, ?> tree = value == null ? Map.of() : as(Map.class, value, path, "an object");
    for (Map.Entry<?, ?> one : tree.entrySet()) {
      String key = String.valueOf(one.getKey());
      all.put(key, read(held, one.getValue(), path + "." + key));
    }
    return all;
  }

  private static Object plain(Class<?> type, @Nullable Object value, String path)
      throws IOException {
    if (type == OptionalLong.class) {
      return value == null ? OptionalLong.empty() : OptionalLong.of(number(value, path));
    }
    if (value == null) {
      throw new IOException("member \"%s\" is missing".formatted(path));
    }
    if (type == Object.class) {
      return value;
    }
    if (type.isPrimitive() || type == Long.class) {
      return primitive(type, value, path);
    }
    Optional<TextValue> written = TextValue.of(type);
    if (type.isRecord() && written.isEmpty()) {
      return record(type, as(Map.class, value, path, "an object"), path);
    }
    String text = as(String.class, value, path, "a string");
    if (type == String.class) {
      return text;
    }
    return written.isEmpty()
        ? constant(type, text, path)
        : written.get().read(text).orElseThrow(() -> wrong(path, written.get().words()));
  }

  private static Object primitive(Class<?> type, Object value, String path) throws IOException {
    if (type == int.class) {
      return as(Integer.class, value, path, "a whole number of 32 bits");
    }
    if (type == boolean.class) {
      return as(Boolean.class, value, path, "true or false");
    }
    return type == double.class
        ? as(Number.class, value, path, "a number").doubleValue()
        : (Object) number(value, path);
  }

  private static <T> T as(Class<T> kind, Object value, String path, String words)
      throws IOException {
    if (kind.isInstance(value)) {
      return kind.cast(value);
    }
    throw wrong(path, words);
  }

  private static long number(Object value, String path) throws IOException {
    return value instanceof Integer number ? number : as(Long.class, value, path, "a whole number");
  }

  private static Object constant(Class<?> type, String text, String path) throws IOException {
    for (Object one : type.getEnumConstants()) {
      if (word((Enum<?>) one).equals(text)) {
        return one;
      }
    }
    throw wrong(path, "a word that is known here");
  }

  private static IOException wrong(String path, String kind) {
    return new IOException("member \"%s\" is not %s".formatted(path, kind));
  }
}
