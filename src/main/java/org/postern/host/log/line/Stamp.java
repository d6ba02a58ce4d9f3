package org.postern.host.log.line;

import java.util.Optional;

/**
 * A time at a known place of a text.
 *
 * <pre>
 * Nov 24 23:50:11            RFC 3164, with or without a fraction
 * Nov 24 2026 23:50:11       with a year, as several relays write it
 * Tue Nov 24 23:50:11 2026   logread of OpenWrt; also with a zone before the year
 * 2026-11-24T23:50:11+01:00  RFC 3339 and its relatives, with a space, a comma or a zone's word
 * 1795560611.123456          journalctl -o short-unix
 * @4000000067458ad3000000    TAI64N of multilog
 * [ 1234.567890]             journalctl -o short-monotonic: a time that cannot be told
 * </pre>
 *
 * @param text the time, for {@link LogTimes}; empty where it cannot be told
 * @param end the place behind it
 * @param kind the kind of time
 */
public record Stamp(String text, int end, Kind kind) {
  /** A monotonic time, and the difference to the one before. */
  private static final int LONGEST_MONOTONIC = 64;

  private static final int TAI64N = 25;

  /** How far a time can be believed, when a line has several: the largest wins. */
  public enum Kind {
    NONE,
    /** The time has neither year nor zone. */
    LOCAL,
    /** A year, and the zone of this host. */
    DATED,
    /** The time has all parts, and nothing has to be guessed. */
    EXACT
  }

  /** Returns the time that begins at that place; empty if none does. */
  public static Optional<Stamp> at(String line, int from) {
    if (from >= line.length()) {
      return Optional.empty();
    }
    char first = line.charAt(from);
    if (first == '[') {
      return monotonic(line, from);
    }
    if (first == '@') {
      return tai(line, from);
    }
    if (first >= '0' && first <= '9') {
      return dated(line, from, from).or(() -> unix(line, from));
    }
    if (first < 'A' || first > 'Z') {
      return Optional.empty();
    }
    int day = weekday(line, from);
    return day < 0 ? month(line, from) : month(line, day).or(() -> dated(line, from, day));
  }

  /**
   * Returns the place where a time begins behind {@code Tue} or {@code Tue,}; below zero if no such
   * day is there.
   */
  private static int weekday(String line, int from) {
    int end = from + 3;
    if (end + 1 >= line.length() || LogTimes.isMonth(line, from)) {
      return -1;
    }
    if (line.charAt(end) == ',') {
      end++;
    }
    int day = "SunMonTueWedThuFriSat".indexOf(line.substring(from, from + 3));
    return line.charAt(end) == ' ' && day >= 0 && day % 3 == 0 ? end + 1 : -1;
  }

  private static Optional<Stamp> dated(String line, int begin, int date) {
    int clock = date + 11;
    if (!LogTimes.isDate(line, date) || !LogTimes.isClock(line, clock)) {
      return Optional.empty();
    }
    char between = line.charAt(date + 10);
    if (between != ' ' && between != 'T' && between != '_') {
      return Optional.empty();
    }
    int end = fraction(line, clock + 8);
    int zoned = zone(line, end, date > begin);
    return Optional.of(
        new Stamp(
            line.substring(date, Math.max(end, zoned)),
            Math.max(end, zoned),
            zoned > end ? Kind.EXACT : Kind.DATED));
  }

  /** Returns the end of a fraction of a second. */
  private static int fraction(String line, int from) {
    return from + 1 < line.length()
            && (line.charAt(from) == '.' || line.charAt(from) == ',')
            && Addresses.isDigit(line.charAt(from + 1))
        ? Addresses.digits(line, from + 1)
        : from;
  }

  /**
   * Returns the end of a zone that begins at that place, with a space before it or without.
   *
   * @param named whether a word that is not known is one too, as behind the name of a day
   */
  private static int zone(String line, int from, boolean named) {
    boolean apart = from < line.length() && line.charAt(from) == ' ';
    int begin = apart ? from + 1 : from;
    int end = begin;
    while (end < line.length() && line.charAt(end) != ' ' && end - begin < 8) {
      end++;
    }
    boolean ends = end == line.length() || line.charAt(end) == ' ';
    if (!ends || end == begin) {
      return -1;
    }
    String word = line.substring(begin, end);
    return isOffset(word) || ZoneWords.isKnown(word) || (named && apart && isUpper(word))
        ? end
        : -1;
  }

  private static boolean isUpper(String word) {
    return word.length() >= 2 && word.chars().allMatch(c -> c >= 'A' && c <= 'Z');
  }

  /** Tells whether a word is {@code +01}, {@code +0100} or {@code +01:00}. */
  private static boolean isOffset(String word) {
    boolean signed = word.startsWith("+") || word.startsWith("-");
    String digits = signed ? word.substring(1).replace(":", "") : "";
    return (digits.length() == 2 || digits.length() == 4)
        && Addresses.digits(digits, 0) == digits.length();
  }

  private static Optional<Stamp> month(String line, int from) {
    if (!LogTimes.isMonth(line, from)
        || from + 3 >= line.length()
        || line.charAt(from + 3) != ' ') {
      return Optional.empty();
    }
    int day = from + 4;
    while (day < from + 6 && day < line.length() && line.charAt(day) == ' ') {
      day++;
    }
    int dayEnd = Addresses.digits(line, day);
    if (dayEnd == day || dayEnd - day > 2) {
      return Optional.empty();
    }
    int clock = dayEnd + 1;
    int year = Addresses.digits(line, clock);
    boolean dated = year == clock + 4 && year < line.length() && line.charAt(year) == ' ';
    clock = dated ? year + 1 : clock;
    if (!LogTimes.isClock(line, clock)) {
      return Optional.empty();
    }
    int end = fraction(line, clock + 8);
    int behind = yearBehind(line, end);
    String text = line.substring(from, behind > end ? behind : end);
    boolean zoned = behind > end + 5;
    Kind kind = zoned ? Kind.EXACT : dated || behind > end ? Kind.DATED : Kind.LOCAL;
    return Optional.of(new Stamp(text, Math.max(end, behind), kind));
  }

  /** Returns the end of a year that follows the time of day, with a zone between them or not. */
  private static int yearBehind(String line, int from) {
    char next = from + 1 < line.length() ? line.charAt(from + 1) : ' ';
    if (!Addresses.isDigit(next) && (next < 'A' || next > 'Z')) {
      return -1;
    }
    int word = Addresses.isDigit(next) ? -1 : zone(line, from, false);
    int year = (word > from ? word : from) + 1;
    int end = Addresses.digits(line, year);
    return end == year + 4 && (end == line.length() || line.charAt(end) == ' ') ? end : -1;
  }

  private static Optional<Stamp> unix(String line, int from) {
    int dot = Addresses.digits(line, from);
    int end = fraction(line, dot);
    boolean seconds = dot - from >= 9 && dot - from <= 11 && end > dot && line.charAt(dot) == '.';
    return seconds && end < line.length() && line.charAt(end) == ' '
        ? Optional.of(new Stamp(line.substring(from, dot), end, Kind.EXACT))
        : Optional.empty();
  }

  private static Optional<Stamp> tai(String line, int from) {
    int end = from + TAI64N;
    return line.startsWith("@4", from) && line.length() > end && line.charAt(end) == ' '
        ? Optional.of(new Stamp(line.substring(from, end), end, Kind.EXACT))
        : Optional.empty();
  }

  private static Optional<Stamp> monotonic(String line, int from) {
    int close = line.indexOf(']', from);
    if (close < 0 || close - from > LONGEST_MONOTONIC) {
      return Optional.empty();
    }
    boolean digit = false;
    for (int i = from + 1; i < close; i++) {
      char c = line.charAt(i);
      if (!Addresses.isDigit(c) && " .<>".indexOf(c) < 0) {
        return Optional.empty();
      }
      digit |= c == '.';
    }
    return digit ? Optional.of(new Stamp("", close + 1, Kind.NONE)) : Optional.empty();
  }
}
