package org.postern.host;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.address.Address;
import org.postern.address.text.AddressText;

/**
 * A type of values that a tree of JSON holds as their text.
 *
 * @param words the kind of value in words, for the message when a text is none
 * @param reader reads the text; it refuses another one by an exception
 */
record TextValue(Class<?> type, String words, Function<String, Object> reader) {
  private static final List<TextValue> ALL =
      List.of(
          new TextValue(Instant.class, "a time", Instant::parse),
          new TextValue(LocalDate.class, "a day", LocalDate::parse),
          new TextValue(BigInteger.class, "a whole number", BigInteger::new),
          new TextValue(Address.class, "an address", TextValue::address));

  /** Returns how values of a type are read; empty for a type that is no text. */
  static Optional<TextValue> of(Class<?> type) {
    return ALL.stream().filter(one -> one.type() == type).findFirst();
  }

  /** Returns the value; empty where the text is none. */
  Optional<Object> read(String text) {
    try {
      return Optional.of(reader.apply(text));
    } catch (DateTimeException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Address address(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok when ok.interval().size().equals(BigInteger.ONE) ->
          ok.interval().first();
      case AddressText.Ok _, AddressText.Wrong _ -> throw new IllegalArgumentException(text);
    };
  }
}
