package org.postern.command.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.text.AddressScanner;
import org.postern.address.text.AddressText;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.view.WhyCommand;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.host.log.line.LogLines;

/**
 * Reads connections from a text, one a line: an address and a port, or an address alone. Text after
 * a {@code #} is passed over. Lines are read one by one, however many there are.
 */
final class ConnectionList {
  /** The most wrong lines that are told. */
  private static final int TOLD = 20;

  /** The longest address with its port, and a remark. */
  private static final int LONGEST = 4_096;

  private final String name;
  private final List<Integer> ports;
  private final Reply.Builder reply;
  private final AddressScanner scanner = new AddressScanner();
  private long wrong;

  /**
   * Creates the list of a text.
   *
   * @param name the name of the text in messages
   * @param ports the ports of a line without one
   */
  ConnectionList(String name, List<Integer> ports, Reply.Builder reply) {
    this.name = name;
    this.ports = ports;
    this.reply = reply;
  }

  /** Hands every connection on; what is wrong goes to the reply. */
  void read(InputStream in, Simulation simulation) throws IOException {
    LogLines lines = new LogLines(in);
    scanner.over(lines.bytes());
    long number = 0;
    while (lines.next()) {
      number++;
      if (!isScanned(lines, simulation)) {
        take(number, text(lines), simulation);
      }
    }
    if (wrong > TOLD) {
      reply.error(
          Line.Style.BAD,
          "%s: %s".formatted(name, Counted.grouped(wrong - TOLD, "more wrong line")));
    }
    reply.put("wrongLines", wrong);
  }

  /** A line, of which what is too long is dropped. */
  private static String text(LogLines lines) {
    String text =
        new String(lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8);
    return text.length() > LONGEST ? text.substring(0, LONGEST + 1) : text;
  }

  /**
   * Takes a line from its bytes, if there is nothing but an address, spaces and a number; what it
   * refuses is read as text.
   */
  private boolean isScanned(LogLines lines, Simulation simulation) throws IOException {
    byte[] bytes = lines.bytes();
    int stop = lines.to();
    int end = lines.isPlain() ? scanner.scan(lines.from()) : -1;
    if (end < 0
        || end > stop
        || scanner.firstLow() != scanner.lastLow()
        || scanner.firstHigh() != scanner.lastHigh()) {
      return false;
    }
    int begin = spaces(bytes, end, stop);
    if (begin == stop) {
      for (int port : ports) {
        simulation.add(peer(), port);
      }
      return true;
    }
    int at = begin;
    int port = 0;
    while (at < stop && at - begin < 5 && bytes[at] >= '0' && bytes[at] <= '9') {
      port = 10 * port + bytes[at] - '0';
      at++;
    }
    boolean right = begin > end && at > begin && bytes[begin] > '0' && port <= 65_535;
    if (!right || spaces(bytes, at, stop) < stop) {
      return false;
    }
    simulation.add(peer(), port);
    return true;
  }

  private Address peer() {
    return new Address(scanner.family(), scanner.firstHigh(), scanner.firstLow());
  }

  private static int spaces(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private void take(long number, String line, Simulation simulation) throws IOException {
    int remark = line.indexOf('#');
    String text = (remark < 0 ? line : line.substring(0, remark)).strip();
    if (number == 1 && text.startsWith("\uFEFF")) {
      text = text.substring(1).strip();
    }
    if (text.isEmpty()) {
      return;
    }
    String[] words = text.split("\\s+", 3);
    Optional<Address> peer = address(words[0]);
    Optional<Integer> port = words.length == 1 ? Optional.empty() : WhyCommand.portOf(words[1]);
    if (line.length() > LONGEST || words.length > 2) {
      refuse(number, text, "write an address and a port");
    } else if (peer.isEmpty()) {
      refuse(number, text, "it does not begin with an address");
    } else if (words.length == 2 && port.isEmpty()) {
      refuse(number, text, "%s is no TCP port".formatted(Visible.text(words[1])));
    } else {
      for (int one : port.map(List::of).orElse(ports)) {
        simulation.add(peer.get(), one);
      }
    }
  }

  private static Optional<Address> address(String word) {
    return AddressText.parse(word) instanceof AddressText.Ok ok
            && ok.interval().first().equals(ok.interval().last())
        ? Optional.of(ok.interval().first())
        : Optional.empty();
  }

  private void refuse(long number, String text, String why) {
    wrong++;
    reply.exit(ExitCode.WRONG_INPUT);
    if (wrong <= TOLD) {
      String shown = Visible.text(text.length() > 60 ? text.substring(0, 60) + "..." : text);
      reply.error(Line.Style.BAD, "%s:%d: \"%s\": %s".formatted(name, number, shown, why));
    }
  }
}
