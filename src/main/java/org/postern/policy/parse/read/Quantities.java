package org.postern.policy.parse.read;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;
import org.postern.policy.LogRate;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads numbers with their units; what is wrong is reported and left out. */
final class Quantities {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,8})([smhd])");
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,6})%");
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9})");
  private static final Pattern LENGTH = Pattern.compile("/([0-9]{1,3})");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([smhd])");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final int MOST_LOGGED = 10_000;
  private static final int MOST_STRANGERS = 1_000_000;
  private static final Map<String, LogRate.Unit> UNITS =
      Map.of(
          "s", LogRate.Unit.SECOND,
          "m", LogRate.Unit.MINUTE,
          "h", LogRate.Unit.HOUR,
          "d", LogRate.Unit.DAY);

  private static final Form BARE =
      new Form(
          "a number",
          NUMBER,
          Code.BAD_NUMBER,
          "not a whole number",
          "write a number from %d to %d, digits only");

  private static final Form SLASH_LENGTH =
      new Form(
          "a prefix length",
          LENGTH,
          Code.BAD_PREFIX_LENGTH,
          "not a prefix length",
          "write a slash and a number, from /%d to /%d");

  private static final Form BARE_LENGTH =
      new Form(
          "a prefix length",
          NUMBER,
          Code.BAD_PREFIX_LENGTH,
          "not a prefix length",
          "write a number without a slash, from %d to %d");

  private final Values values;

  Quantities(Values values) {
    this.values = values;
  }

  /** Reads {@code 90s}, {@code 5m}, {@code 24h} or {@code 7d}, within bounds. */
  Optional<Duration> duration(Node node, String least, String most) {
    Optional<Node.Scalar> scalar = values.scalar(node, "a duration");
    Optional<Duration> duration = scalar.map(Node.Scalar::text).flatMap(Quantities::duration);
    Duration low = duration(least).orElseThrow();
    Duration high = duration(most).orElseThrow();
    if (duration.isPresent() && inside(duration.get(), low, high)) {
      return duration;
    }
    scalar.ifPresent(
        wrong ->
            add(
                Code.BAD_DURATION,
                wrong,
                duration.isPresent() ? "out of bounds" : "not a duration",
                "write a number and s, m, h or d, from %s to %s".formatted(least, most)));
    return Optional.empty();
  }

  private static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    return matcher.matches()
        ? Optional.of(
            Duration.ofSeconds(
                Long.parseLong(matcher.group(1))
                    * UNITS.getOrDefault(matcher.group(2), LogRate.Unit.SECOND).seconds()))
        : Optional.empty();
  }

  private static <T extends Comparable<T>> boolean inside(T value, T least, T most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  /** Reads {@code 50%}, at most so many. */
  Optional<Integer> percent(Node node, int most) {
    return values
        .scalar(node, "a percentage")
        .flatMap(
            scalar -> {
              Matcher matcher = PERCENT.matcher(scalar.text());
              boolean matches = matcher.matches();
              if (matches && Integer.parseInt(matcher.group(1)) <= most) {
                return Optional.of(Integer.parseInt(matcher.group(1)));
              }
              boolean bare = NUMBER.matcher(scalar.text()).matches();
              add(
                  Code.BAD_PERCENT,
                  scalar,
                  matches ? "out of bounds" : "not a percentage",
                  bare
                      ? "write " + scalar.text() + "%"
                      : "write a number and a percent sign, from 0% to " + most + "%");
              return Optional.empty();
            });
  }

  /**
   * How a whole number is written.
   *
   * @param kind the kind of quantity, with its article
   * @param pattern the digits are its first group
   * @param wrong the message about a text that is none
   * @param fix the fix, with the bounds filled in
   */
  private record Form(String kind, Pattern pattern, Code code, String wrong, String fix) {}

  /** A whole number within bounds. */
  Optional<Integer> number(Node node, int least, int most) {
    return whole(node, BARE, least, most);
  }

  /** Reads a length such as {@code /12}, within bounds. */
  Optional<Integer> slashLength(Node node, int least, int most) {
    return whole(node, SLASH_LENGTH, least, most);
  }

  /** Reads a length such as {@code 24}, within bounds. */
  Optional<Integer> bareLength(Node node, int least, int most) {
    return whole(node, BARE_LENGTH, least, most);
  }

  private Optional<Integer> whole(Node node, Form form, int least, int most) {
    return values
        .scalar(node, form.kind())
        .flatMap(
            scalar -> {
              Matcher matcher = form.pattern().matcher(scalar.text());
              if (matcher.matches() && inside(Integer.parseInt(matcher.group(1)), least, most)) {
                return Optional.of(Integer.parseInt(matcher.group(1)));
              }
              add(
                  form.code(),
                  scalar,
                  matcher.matches() ? "out of bounds" : form.wrong(),
                  form.fix().formatted(least, most));
              return Optional.empty();
            });
  }

  /** Reads a date such as {@code 2026-12-06}. */
  Optional<LocalDate> date(Node node) {
    return values
        .scalar(node, "a date")
        .flatMap(
            scalar -> {
              Optional<LocalDate> date = date(scalar.text());
              if (date.isEmpty()) {
                add(
                    Code.BAD_DATE,
                    scalar,
                    "not a date",
                    "write year, month and day, such as 2026-12-06");
              }
              return date;
            });
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  /** Reads a rate such as {@code 5/m}. */
  Optional<LogRate> rate(Node node) {
    return rate(node, "log rate", MOST_LOGGED, "5/m");
  }

  /** Reads a rate such as {@code 600/m}: how many peers are too many. */
  Optional<LogRate> strangers(Node node) {
    return rate(node, "rate", MOST_STRANGERS, "600/m");
  }

  private Optional<LogRate> rate(Node node, String what, int most, String example) {
    return values
        .scalar(node, "a rate")
        .flatMap(
            scalar -> {
              Matcher matcher = RATE.matcher(scalar.text());
              if (matcher.matches() && inside(Integer.parseInt(matcher.group(1)), 1, most)) {
                int count = Integer.parseInt(matcher.group(1));
                return Optional.ofNullable(UNITS.get(matcher.group(2)))
                    .map(unit -> new LogRate(count, unit));
              }
              add(
                  Code.BAD_RATE,
                  scalar,
                  matcher.matches() ? "out of bounds" : "not a " + what,
                  "write a number from 1 to %d, a slash and s, m, h or d, such as %s"
                      .formatted(most, example));
              return Optional.empty();
            });
  }

  private void add(Code code, Node.Scalar scalar, String what, String fix) {
    values.add(code, scalar.span(), Words.quoted(scalar.text()) + " is " + what, fix);
  }
}
