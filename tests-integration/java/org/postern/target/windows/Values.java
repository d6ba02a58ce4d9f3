package org.postern.target.windows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values of scripts and what PowerShell makes of them. They are String, Character, Integer, Double,
 * Boolean, {@code Object[]}, {@code ArrayList}, {@link Hash}, {@link Type}, {@link Thing} and
 * {@link Nothing}.
 */
final class Values {
  private Values() {}

  /** No value. */
  enum Nothing {
    /** The value {@code $null}. */
    NULL,
    /** What a method that gives nothing back gives back: it prints nothing either. */
    VOID
  }

  /** A hash table: its keys are text, and their case does not matter. */
  static final class Hash {
    final Map<String, Object> entries = new HashMap<>();
    final Map<String, String> spelling = new HashMap<>();

    Object get(String key) {
      return entries.getOrDefault(key.toLowerCase(Locale.ROOT), Nothing.NULL);
    }

    boolean has(String key) {
      return entries.containsKey(key.toLowerCase(Locale.ROOT));
    }

    void put(String key, Object value) {
      entries.put(key.toLowerCase(Locale.ROOT), value);
      spelling.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
    }

    void remove(String key) {
      entries.remove(key.toLowerCase(Locale.ROOT));
      spelling.remove(key.toLowerCase(Locale.ROOT));
    }

    Hash copy() {
      Hash copy = new Hash();
      copy.entries.putAll(entries);
      copy.spelling.putAll(spelling);
      return copy;
    }

    List<Object> keys() {
      return new ArrayList<>(spelling.values());
    }
  }

  /** A type of .NET as a value. */
  record Type(String name) {}

  /** An object of the host. */
  interface Thing {
    /** A property. */
    default Object get(String name) {
      throw new ScriptFault("no property " + name);
    }

    /** Sets a property. */
    default void set(String name, Object value) {
      throw new ScriptFault("no property " + name);
    }

    /** Calls a method. */
    default Object call(String name, List<Object> arguments) {
      throw new ScriptFault("no method " + name);
    }
  }

  /** What PowerShell raises and a script may catch. */
  static final class ScriptFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptFault(String message) {
      super(message);
    }
  }

  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Nothing n -> false;
      case String s -> !s.isEmpty();
      case Integer i -> i != 0;
      case Object[] a -> a.length > 1 || (a.length == 1 && isTrue(a[0]));
      default -> throw new IllegalStateException("whether it is true: " + value);
    };
  }

  static String text(Object value) {
    return switch (value) {
      case String s -> s;
      case Character c -> c.toString();
      case Boolean b -> b ? "True" : "False";
      case Integer i -> i.toString();
      case Nothing n -> "";
      case Object[] a -> join(List.of(a), " ");
      case Thing t -> t.toString();
      default -> throw new IllegalStateException("as text: " + value.getClass());
    };
  }

  static String join(Collection<?> values, String separator) {
    return values.stream().map(Values::text).collect(Collectors.joining(separator));
  }

  static int number(Object value) {
    return switch (value) {
      case Integer i -> i;
      case Double d -> (int) Math.rint(d);
      case Boolean b -> b ? 1 : 0;
      case Character c -> c;
      case Nothing n -> 0;
      case String s -> {
        try {
          yield Integer.parseInt(s.strip());
        } catch (NumberFormatException e) {
          throw new ScriptFault("not a number: " + s);
        }
      }
      default -> throw new IllegalStateException("as a number: " + value);
    };
  }

  static double real(Object value) {
    return value instanceof Double d ? d : number(value);
  }

  /** What a loop goes through, and what is printed when it is printed. */
  static List<Object> items(Object value) {
    return switch (value) {
      case Object[] a -> new ArrayList<>(List.of(a));
      case List<?> l -> new ArrayList<>(l);
      case Nothing n when n == Nothing.VOID -> List.of();
      default -> List.of(value);
    };
  }

  /** What was printed as one value. */
  static Object collected(List<Object> printed) {
    return switch (printed.size()) {
      case 0 -> Nothing.NULL;
      case 1 -> printed.getFirst();
      default -> printed.toArray();
    };
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    if (value instanceof ArrayList<?> list) {
      return (List<Object>) list;
    }
    throw new IllegalStateException("not an ArrayList: " + value);
  }

  static boolean areEqual(Object left, Object right) {
    if (left instanceof Object[] || left instanceof List<?>) {
      throw new IllegalStateException("a collection is compared");
    }
    return switch (left) {
      case Nothing n -> right instanceof Nothing;
      case Boolean b -> !(right instanceof Nothing) && b == isTrue(right);
      case Integer i -> !(right instanceof Nothing) && i == number(right);
      case String s -> !(right instanceof Nothing) && s.equalsIgnoreCase(text(right));
      default -> left.equals(right);
    };
  }
}
