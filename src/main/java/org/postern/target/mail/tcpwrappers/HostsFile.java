package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * /etc/hosts.allow or /etc/hosts.deny as libwrap reads it: lines, of which a back-slash at the end
 * makes one with the next, up to a length.
 *
 * @param lines the lines that libwrap reads, comments too
 * @param end behind the last of them
 * @param unread the line at which libwrap stops before the end of the file
 */
record HostsFile(List<Line> lines, int end, Optional<Unread> unread) {
  /** A file that is not there. */
  static final HostsFile NONE = new HostsFile(List.of(), 0, Optional.empty());

  /** The buffer of libwrap has one more, for the end of the text. */
  private static final int LONGEST = 2047;

  private static final String JOINED = "\\\n";

  HostsFile {
    lines = List.copyOf(lines);
  }

  /**
   * A line.
   *
   * @param number the number of its first line in the file, from 1
   * @param begin the place where that line begins
   * @param text all of it, with its end
   */
  record Line(int number, int begin, String text) {}

  /** The reason why libwrap stops at a line. */
  enum Fault {
    NO_END("has no end"),
    TOO_LONG("has more than %d bytes".formatted(LONGEST)),
    ZERO("has a byte of zero");

    private final String text;

    Fault(String text) {
      this.text = text;
    }
  }

  /**
   * A line that libwrap does not read. In /etc/hosts.deny some of them deny every client then; what
   * follows none of them reads as it is meant.
   *
   * @param number the number of the line, from 1
   */
  record Unread(int number, int begin, Fault fault) {
    /** Returns the fault in words that follow the name of the file. */
    String describe() {
      return "line %d %s, and libwrap does not read it as it is meant"
          .formatted(number, fault.text);
    }
  }

  /** Reads a text in which each byte is a character. */
  static HostsFile read(String text) {
    return new Reader(text).read();
  }

  /** Reads the lines of one text. */
  private static final class Reader {
    private final String text;
    private final List<Line> lines = new ArrayList<>();
    private int at;
    private int number;

    Reader(String text) {
      this.text = text;
    }

    HostsFile read() {
      while (at < text.length()) {
        int begin = at;
        int first = number + 1;
        StringBuilder line = new StringBuilder();
        Optional<Unread> unread = next(line).map(fault -> new Unread(first, begin, fault));
        if (unread.isPresent()) {
          return new HostsFile(lines, begin, unread);
        }
        lines.add(new Line(first, begin, line.toString()));
      }
      return new HostsFile(lines, at, Optional.empty());
    }

    /** Adds a whole line; returns why there is none. */
    private Optional<Fault> next(StringBuilder line) {
      while (true) {
        int end = text.indexOf('\n', at) + 1;
        if (end == 0) {
          return Optional.of(Fault.NO_END);
        }
        String part = text.substring(at, end);
        if (line.length() + part.length() > LONGEST) {
          return Optional.of(Fault.TOO_LONG);
        }
        if (part.indexOf('\0') >= 0) {
          return Optional.of(Fault.ZERO);
        }
        at = end;
        number++;
        if (!part.endsWith(JOINED)) {
          line.append(part);
          return Optional.empty();
        }
        line.append(part, 0, part.length() - JOINED.length());
      }
    }
  }
}
