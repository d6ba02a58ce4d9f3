package org.postern.target.mail.tcpwrappers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The services of TCP that inetd starts: inetd.conf(5). */
final class InetdLines {
  private static final int PROTOCOL = 2;
  private static final int PROGRAM = 5;
  private static final String WRAPPER = "tcpd";

  private InetdLines() {}

  /**
   * A service.
   *
   * @param name the port of the service, perhaps behind an address and a colon
   * @param daemon the daemon that is started, as libwrap calls it
   * @param wrapped whether tcpd starts it
   */
  record Service(String name, String daemon, boolean wrapped) {}

  /** Reads the services of a text; inetd skips other lines. */
  static List<Service> read(String text) {
    List<Service> services = new ArrayList<>();
    for (String line : joined(text)) {
      List<String> words =
          Stream.of(line.split("[ \t]+", -1)).filter(word -> !word.isEmpty()).toList();
      if (!line.startsWith("#")
          && words.size() > PROGRAM
          && words.get(PROTOCOL).startsWith("tcp")) {
        service(words).ifPresent(services::add);
      }
    }
    return services;
  }

  private static Optional<Service> service(List<String> words) {
    boolean wrapped = name(words.get(PROGRAM)).equals(WRAPPER);
    int daemon = words.size() > PROGRAM + 1 ? PROGRAM + 1 : PROGRAM;
    return wrapped && daemon == PROGRAM
        ? Optional.empty()
        : Optional.of(new Service(words.getFirst(), name(words.get(daemon)), wrapped));
  }

  private static String name(String program) {
    return String.valueOf(Path.of(program).getFileName());
  }

  /** A line that begins with a blank goes on with the one before. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!lines.isEmpty() && line.matches("[ \t]+[^ \t].*")) {
        lines.set(lines.size() - 1, lines.getLast() + line);
      } else {
        lines.add(line);
      }
    }
    return lines;
  }
}
