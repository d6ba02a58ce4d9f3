package org.postern.host.log.line;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times as logs write them ({@link Stamp} finds them). Where there is no zone it is that of this
 * host; where there is no year (RFC 3164 4.1.2) it is the latest in which the moment is not in the
 * future.
 */
public final class LogTimes {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** The time by which a moment may be ahead: clocks differ, and a zone may have been changed. */
  private static final Duration AHEAD = Duration.ofDays(1);

  /** The most years from one 29th of February to the next. */
  private static final int YEARS_BACK = 8;

  /** The journal writes {@code __REALTIME_TIMESTAMP} as microseconds since 1970. */
  private static final int MICROS = 1_000_000;

  private static final int SECONDS_DIGITS = 11;

  /**
   * The origin of TAI64 labels as daemontools writes them (taia_now.c): 10 s ahead, whatever leap
   * seconds came.
   */
  private static final long TAI = (1L << 62) + 10;

  private final Instant now;
  private final ZoneId zone;
  private String lastText = "";
  private Optional<Instant> last = Optional.empty();
  private Optional<Instant> hour = Optional.empty();

  public LogTimes(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** A time as {@link Stamp} finds it, cut down to seconds; empty for anything else. */
  public Optional<Instant> parse(String text) {
    if (text.equals(lastText)) {
      return last;
    }
    int clock = text.indexOf(':') - 2;
    if (clock > 0 && isClock(text, clock) && isSameHour(text, clock)) {
      int minutes = number(text, clock + 3, clock + 5);
      int seconds = number(text, clock + 6, clock + 8);
      last =
          minutes < 60 && seconds < 60
              ? Optional.of(hour.get().plusSeconds(minutes * 60L + seconds))
              : Optional.empty();
      lastText = text;
      return last;
    }
    last = parseAnew(text);
    lastText = text;
    hour =
        clock > 0 && isClock(text, clock)
            ? parseAnew(text.substring(0, clock + 2) + ":00:00" + text.substring(clock + 8))
            : Optional.empty();
    return last;
  }

  /**
   * Tells whether a text is of the same hour as the last one: most lines of a log are, and clocks
   * are set forward or back between hours.
   */
  private boolean isSameHour(String text, int clock) {
    int behind = fractionEnd(text, clock + 8);
    int before = fractionEnd(lastText, clock + 8);
    return hour.isPresent()
        && lastText.regionMatches(0, text, 0, clock + 3)
        && lastText.length() - before == text.length() - behind
        && lastText.regionMatches(before, text, behind, text.length() - behind);
  }

  private static int fractionEnd(String text, int from) {
    return from < text.length() && (text.charAt(from) == '.' || text.charAt(from) == ',')
        ? Addresses.digits(text, from + 1)
        : from;
  }

  private Optional<Instant> parseAnew(String text) {
    try {
      if (text.startsWith("@4")) {
        long label = Long.parseUnsignedLong(text, 1, 17, 16);
        return Optional.of(Instant.ofEpochSecond(label - TAI));
      }
      if (isDate(text, 0)) {
        return withYear(text);
      }
      if (text.length() > 3 && isMonth(text, 0)) {
        return withMonth(text);
      }
      long number = Long.parseLong(text);
      return Optional.of(
          Instant.ofEpochSecond(text.length() > SECONDS_DIGITS ? number / MICROS : number));
    } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /** Tells whether a year, a month and a day are at that place. */
  public static boolean isDate(String text, int from) {
    return text.length() >= from + 10
        && isDigits(text, from, from + 4)
        && isDigits(text, from + 5, from + 7)
        && isDigits(text, from + 8, from + 10)
        && text.charAt(from + 4) == text.charAt(from + 7)
        && "-./".indexOf(text.charAt(from + 4)) >= 0;
  }

  /** Tells whether a time of day is at that place. */
  public static boolean isClock(String text, int from) {
    return text.length() >= from + 8
        && isDigits(text, from, from + 2)
        && text.charAt(from + 2) == ':'
        && isDigits(text, from + 3, from + 5)
        && text.charAt(from + 5) == ':'
        && isDigits(text, from + 6, from + 8);
  }

  /** Tells whether a month's English short name is at that place. */
  static boolean isMonth(String text, int from) {
    return month(text, from) > 0;
  }

  private static int month(String text, int from) {
    if (text.length() < from + 3) {
      return 0;
    }
    for (int i = 0; i < MONTHS.length(); i += 3) {
      if (MONTHS.regionMatches(i, text, from, 3)) {
        return i / 3 + 1;
      }
    }
    return 0;
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private Optional<Instant> withYear(String text) {
    LocalDateTime time = at(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), text, 11);
    return instant(time, text.substring(fractionEnd(text, 19)).strip());
  }

  private static LocalDateTime at(int year, int month, int day, String text, int clock) {
    return LocalDateTime.of(
        year,
        month,
        day,
        number(text, clock, clock + 2),
        number(text, clock + 3, clock + 5),
        number(text, clock + 6, clock + 8));
  }

  /**
   * Returns the instant of a local time; empty when the zone is a word that means nothing here: a
   * wrong time is worse than none.
   */
  private Optional<Instant> instant(LocalDateTime time, String zoneText) {
    if (zoneText.isEmpty()) {
      return Optional.of(time.atZone(zone).toInstant());
    }
    return zoneText.startsWith("+") || zoneText.startsWith("-")
        ? Optional.of(time.toInstant(ZoneOffset.of(zoneText)))
        : ZoneWords.offset(zoneText, time, zone).map(time::toInstant);
  }

  /** Reads {@code Nov 24 23:50:11}, with a year before or behind the time of day, or without. */
  private Optional<Instant> withMonth(String text) {
    int month = month(text, 0);
    int from = text.charAt(4) == ' ' ? 5 : 4;
    int dayEnd = Addresses.digits(text, from);
    int day = number(text, from, dayEnd);
    int clock = text.indexOf(':') - 2;
    if (clock - dayEnd == 6) {
      return instant(at(number(text, dayEnd + 1, dayEnd + 5), month, day, text, clock), "");
    }
    int end = fractionEnd(text, clock + 8);
    int year = text.length() - 4;
    if (year > end) {
      String word = text.substring(end, year).strip();
      return instant(at(number(text, year, year + 4), month, day, text, clock), word);
    }
    return withoutYear(month, day, text, clock);
  }

  private Optional<Instant> withoutYear(int month, int day, String text, int clock) {
    Instant latest = now.plus(AHEAD);
    int year = latest.atZone(zone).getYear();
    for (int back = 0; back <= YEARS_BACK; back++) {
      if (month == 2 && day == 29 && !Year.isLeap(year - back)) {
        continue;
      }
      Instant found = at(year - back, month, day, text, clock).atZone(zone).toInstant();
      if (!found.isAfter(latest)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
