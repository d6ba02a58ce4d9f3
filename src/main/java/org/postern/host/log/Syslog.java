package org.postern.host.log;

import java.util.Optional;

/**
 * Lines as syslog daemons and {@code journalctl} write them: a time, a host, a program with its
 * process id, a colon, the message.
 *
 * <pre>
 * Nov 24 23:50:11 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]
 * 2026-11-24T23:50:11.123456+01:00 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]
 * Tue 2026-11-24 23:50:11 UTC mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]
 * </pre>
 */
final class Syslog {
  private Syslog() {}

  /** The entry of a line; empty when it has another form. */
  static Optional<Entry> read(String text, LogTimes times) {
    String line = text.startsWith("<") ? text.substring(text.indexOf('>') + 1) : text;
    int begin = isNamedDay(line) ? 4 : 0;
    int end = timeEnd(line, begin);
    if (end < 0) {
      return Optional.empty();
    }
    int program = line.indexOf(' ', end + 1) + 1;
    int colon = line.indexOf(": ", program);
    if (program == 0 || colon < 0) {
      return Optional.empty();
    }
    String tag = line.substring(program, colon);
    if (tag.indexOf(' ') >= 0) {
      return Optional.empty();
    }
    int bracket = tag.indexOf('[');
    String time = line.substring(begin, end);
    return Optional.of(
        new Entry(
            bracket < 0 ? tag : tag.substring(0, bracket),
            line.substring(colon + 2),
            () -> times.parse(time)));
  }

  /** {@code Tue 2026-11-24 23:50:11 UTC}, as {@code journalctl -o short-full} has it. */
  private static boolean isNamedDay(String line) {
    return line.length() > 28
        && line.charAt(3) == ' '
        && Character.isLetter(line.charAt(0))
        && LogTimes.isDate(line.substring(4, 14))
        && LogTimes.isClock(line, 15);
  }

  /** Where the time ends, as a space; below zero if there is none. */
  private static int timeEnd(String line, int begin) {
    if (begin > 0) {
      return line.indexOf(' ', line.indexOf(' ', begin + 11) + 1);
    }
    if (line.length() > 16
        && LogTimes.isMonth(line, 0)
        && line.charAt(3) == ' '
        && line.charAt(6) == ' '
        && LogTimes.isClock(line, 7)) {
      return line.indexOf(' ', 15);
    }
    return line.length() > 20
            && LogTimes.isDate(line)
            && line.charAt(10) == 'T'
            && LogTimes.isClock(line, 11)
        ? line.indexOf(' ', 19)
        : -1;
  }

  /** The time at which a line of whatever program begins, if it begins so. */
  static Optional<String> time(String line) {
    int end = timeEnd(line, 0);
    if (end > 0) {
      return Optional.of(line.substring(0, end));
    }
    return line.length() >= 19 && LogTimes.isDate(line) && LogTimes.isClock(line, 11)
        ? Optional.of(line.substring(0, 19))
        : Optional.empty();
  }
}
