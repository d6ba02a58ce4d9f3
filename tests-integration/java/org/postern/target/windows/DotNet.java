package org.postern.target.windows;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/** The methods of .NET that the scripts call on values. */
final class DotNet {
  private DotNet() {}

  static Object call(Object owner, String name, List<Object> arguments) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (owner) {
      case String text -> ofText(text, lower, arguments);
      case Integer number -> ofNumber(number, lower, arguments);
      case ArrayList<?> list -> ofList(Values.list(list), lower, arguments);
      case Hash hash -> ofHash(hash, lower, arguments);
      case Thing thing -> thing.call(name, arguments);
      default -> throw new ScriptFault("no method %s of %s".formatted(name, owner));
    };
  }

  private static Object ofText(String text, String name, List<Object> arguments) {
    return switch (name) {
      case "indexof" -> text.indexOf(Values.text(arguments.getFirst()));
      case "lastindexof" -> text.lastIndexOf(Values.text(arguments.getFirst()));
      case "endswith" -> text.endsWith(Values.text(arguments.getFirst()));
      case "trim" -> text.strip();
      case "trimend" -> text.stripTrailing();
      case "contains" -> text.contains(Values.text(arguments.getFirst()));
      case "tochararray" -> text.chars().<Object>mapToObj(unit -> (char) unit).toArray();
      case "startswith" -> text.startsWith(Values.text(arguments.getFirst()));
      case "tolowerinvariant" -> text.toLowerCase(Locale.ROOT);
      case "replace" -> text.replace(Values.text(arguments.get(0)), Values.text(arguments.get(1)));
      case "split" -> text.split(Pattern.quote(Values.text(arguments.getFirst())), -1);
      case "substring" -> substring(text, arguments);
      case "padleft" -> pad(text, arguments) + text;
      case "padright" -> text + pad(text, arguments);
      default -> throw new ScriptFault("no method %s of a text".formatted(name));
    };
  }

  private static String substring(String text, List<Object> arguments) {
    int from = Values.number(arguments.getFirst());
    int to = arguments.size() == 2 ? from + Values.number(arguments.get(1)) : text.length();
    if (from < 0 || to > text.length() || from > to) {
      throw new ScriptFault("Index and length must refer to a location within the string.");
    }
    return text.substring(from, to);
  }

  private static String pad(String text, List<Object> arguments) {
    String with = Values.text(arguments.get(1));
    if (with.length() != 1) {
      throw new ScriptFault("not a character: " + with);
    }
    return with.repeat(Math.max(0, Values.number(arguments.getFirst()) - text.length()));
  }

  private static Object ofNumber(int number, String name, List<Object> arguments) {
    if (!name.equals("tostring")) {
      throw new ScriptFault("no method %s of a number".formatted(name));
    }
    return switch (arguments.isEmpty() ? "" : Values.text(arguments.getFirst())) {
      case "" -> String.valueOf(number);
      case "x" -> Integer.toHexString(number);
      case "x4" -> "%04x".formatted(number);
      case "000" -> "%03d".formatted(number);
      default -> throw new IllegalStateException("format " + arguments);
    };
  }

  private static Object ofList(List<Object> list, String name, List<Object> arguments) {
    switch (name) {
      case "add" -> {
        list.add(arguments.getFirst());
        return list.size() - 1;
      }
      case "addrange" -> list.addAll(Values.items(arguments.getFirst()));
      case "removeat" -> list.remove(Values.number(arguments.getFirst()));
      case "reverse" -> Collections.reverse(list);
      case "sort" -> sort(list, Values.text(arguments.getFirst()));
      case "toarray" -> {
        return list.toArray();
      }
      default -> throw new ScriptFault("no method %s of a list".formatted(name));
    }
    return Nothing.VOID;
  }

  private static void sort(List<Object> list, String comparer) {
    Comparator<String> order =
        switch (comparer) {
          case "Ordinal" -> Comparator.naturalOrder();
          case "OrdinalIgnoreCase" -> String.CASE_INSENSITIVE_ORDER;
          default -> throw new IllegalStateException(comparer);
        };
    list.sort(Comparator.comparing(String.class::cast, order));
  }

  private static Object ofHash(Hash hash, String name, List<Object> arguments) {
    return switch (name) {
      case "clone" -> hash.copy();
      case "containskey" -> hash.has(Values.text(arguments.getFirst()));
      case "remove" -> {
        hash.remove(Values.text(arguments.getFirst()));
        yield Nothing.VOID;
      }
      default -> throw new ScriptFault("no method %s of a hash table".formatted(name));
    };
  }

  /** A time. */
  record Time(Instant at) implements Thing {
    static Time parse(String text, String format) {
      return new Time(LocalDateTime.parse(text, formatter(format)).toInstant(ZoneOffset.UTC));
    }

    private static DateTimeFormatter formatter(String format) {
      return DateTimeFormatter.ofPattern(format, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    @Override
    public Object call(String name, List<Object> arguments) {
      return switch (name) {
        case "Subtract" -> new Span(Duration.between(((Time) arguments.getFirst()).at, at));
        case "AddHours" -> new Time(at.plus(Duration.ofHours(Values.number(arguments.getFirst()))));
        case "ToString" -> formatter(Values.text(arguments.getFirst())).format(at);
        default -> throw new ScriptFault("no method " + name);
      };
    }
  }

  /** A length of time. */
  record Span(Duration duration) implements Thing {
    @Override
    public Object get(String name) {
      if (name.equals("TotalHours")) {
        return duration.toSeconds() / 3_600.0;
      }
      throw new ScriptFault("no property " + name);
    }
  }

  /** An address. */
  record Ip(Address address) implements Thing {
    static Ip parse(String text) {
      try {
        return new Ip(AddressTexts.address(text));
      } catch (IllegalArgumentException e) {
        throw new ScriptFault("An invalid IP address was specified.");
      }
    }

    @Override
    public Object get(String name) {
      if (name.equals("AddressFamily")) {
        return address.family() == Family.IP ? "InterNetwork" : "InterNetworkV6";
      }
      throw new ScriptFault("no property " + name);
    }

    @Override
    public Object call(String name, List<Object> arguments) {
      return switch (name) {
        case "GetAddressBytes" -> new Bytes(address.toBytes());
        case "ToString" -> address.toString();
        default -> throw new ScriptFault("no method " + name);
      };
    }
  }

  /** Bytes of an address. */
  static final class Bytes implements Thing {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public Object get(String name) {
      if (name.equals("Length")) {
        return bytes.length;
      }
      throw new ScriptFault("no property " + name);
    }

    String dashed() {
      return HexFormat.ofDelimiter("-").withUpperCase().formatHex(bytes);
    }
  }
}
