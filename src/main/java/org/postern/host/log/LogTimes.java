package org.postern.host.log;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times as logs write them. Where there is no zone it is that of this host; where there is no year
 * (RFC 3164 4.1.2) it is the latest in which the moment is not in the future.
 */
final class LogTimes {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** Clocks differ, and a zone may have been changed. */
  private static final Duration AHEAD = Duration.ofDays(1);

  /** From one 29th of February to the next. */
  private static final int YEARS_BACK = 8;

  private static final int MICROS = 1_000_000;

  private final Instant now;
  private final ZoneId zone;
  private String lastText = "";
  private Optional<Instant> last = Optional.empty();

  LogTimes(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /**
   * {@code Nov 24 23:50:11}, {@code 2026-11-24T23:50:11+01:00}, {@code 2026-11-24 23:50:11.123} or
   * {@code 2026.11.24 23:50:11}, cut down to seconds; empty for anything else.
   */
  Optional<Instant> parse(String text) {
    if (!text.equals(lastText)) {
      lastText = text;
      last = parseAnew(text);
    }
    return last;
  }

  private Optional<Instant> parseAnew(String text) {
    try {
      return isDate(text) ? withYear(text) : withoutYear(text);
    } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /** Whether it begins with a year, a month and a day. */
  static boolean isDate(String text) {
    return text.length() >= 10
        && isDigits(text, 0, 4)
        && isDigits(text, 5, 7)
        && isDigits(text, 8, 10)
        && text.charAt(4) == text.charAt(7)
        && "-./".indexOf(text.charAt(4)) >= 0;
  }

  /** Whether a time of day is at that place. */
  static boolean isClock(String text, int from) {
    return text.length() >= from + 8
        && isDigits(text, from, from + 2)
        && text.charAt(from + 2) == ':'
        && isDigits(text, from + 3, from + 5)
        && text.charAt(from + 5) == ':'
        && isDigits(text, from + 6, from + 8);
  }

  /** Whether a month's English short name is at that place. */
  static boolean isMonth(String text, int from) {
    return month(text, from) > 0;
  }

  private static int month(String text, int from) {
    int found = MONTHS.indexOf(text.substring(from, from + 3));
    return found >= 0 && found % 3 == 0 ? found / 3 + 1 : 0;
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
    LocalDateTime time =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19));
    return Optional.of(time.atZone(zone(text, 19)).toInstant());
  }

  /** What follows the seconds: a fraction, then the zone. */
  private ZoneId zone(String text, int from) {
    int at = from;
    while (at < text.length() && "0123456789.,".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String rest = text.substring(at).strip();
    if (rest.equals("Z") || rest.equals("UTC") || rest.equals("GMT")) {
      return ZoneOffset.UTC;
    }
    return rest.startsWith("+") || rest.startsWith("-") ? ZoneOffset.of(rest) : zone;
  }

  private Optional<Instant> withoutYear(String text) {
    int month = month(text, 0);
    if (month == 0) {
      return Optional.empty();
    }
    int day = Integer.parseInt(text.substring(4, 6).strip());
    int clock = text.indexOf(':') - 2;
    Instant latest = now.plus(AHEAD);
    int year = latest.atZone(zone).getYear();
    for (int back = 0; back <= YEARS_BACK; back++) {
      Optional<Instant> found = inYear(year - back, month, day, text, clock);
      if (found.isPresent() && !found.get().isAfter(latest)) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> inYear(int year, int month, int day, String text, int clock) {
    if (month == 2 && day == 29 && !Year.isLeap(year)) {
      return Optional.empty();
    }
    LocalDateTime time =
        LocalDateTime.of(
            year,
            month,
            day,
            number(text, clock, clock + 2),
            number(text, clock + 3, clock + 5),
            number(text, clock + 6, clock + 8));
    return Optional.of(time.atZone(zone).toInstant());
  }

  /** Microseconds since 1970, as the journal writes them: {@code __REALTIME_TIMESTAMP}. */
  static Optional<Instant> ofMicroseconds(String text) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text) / MICROS));
    } catch (DateTimeException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
