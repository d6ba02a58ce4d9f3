package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of hosts_access(5): daemons, clients, and options of hosts_options(5).
 *
 * @param number the number of the line where it begins, from 1
 * @param begin the place of that line in the file
 * @param text the line, as it is printed
 * @param daemons patterns of daemons
 * @param clients patterns of clients
 * @param options behind the clients; empty where there are none
 */
record AccessLine(
    int number,
    int begin,
    String text,
    List<String> daemons,
    List<String> clients,
    Optional<String> options) {
  private static final int SHOWN = 100;

  AccessLine {
    daemons = List.copyOf(daemons);
    clients = List.copyOf(clients);
  }

  /** Reads the access lines of a file; libwrap skips other lines. */
  static List<AccessLine> of(HostsFile file) {
    List<AccessLine> lines = new ArrayList<>();
    file.lines().forEach(line -> read(line).ifPresent(lines::add));
    return lines;
  }

  /** Returns the line at the place of one that cannot be read. */
  static AccessLine of(HostsFile.Unread unread) {
    return new AccessLine(
        unread.number(), unread.begin(), unread.describe(), List.of(), List.of(), Optional.empty());
  }

  private static Optional<AccessLine> read(HostsFile.Line line) {
    String text = line.text();
    int first = text.startsWith("#") ? -1 : colon(text, 0);
    if (first < 0) {
      return Optional.empty();
    }
    int second = colon(text, first + 1);
    return Optional.of(
        new AccessLine(
            line.number(),
            line.begin(),
            shown(text),
            words(text.substring(0, first)),
            words(text.substring(first + 1, second < 0 ? text.length() : second)),
            second < 0 ? Optional.empty() : Optional.of(text.substring(second + 1))));
  }

  /** Returns the next colon that is not of an address in brackets; -1 where there is none. */
  private static int colon(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '[' -> depth++;
        case ']' -> depth--;
        case ':' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {
          // A letter like all others.
        }
      }
    }
    return -1;
  }

  private static List<String> words(String list) {
    return Stream.of(list.split("[, \t\r\n]+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String shown(String text) {
    String plain = text.strip().replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
  }
}
