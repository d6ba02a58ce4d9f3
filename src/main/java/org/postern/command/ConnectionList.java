package org.postern.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressText;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;

/**
 * Reads connections from a text, one a line: an address and a port, or an address alone. Text after
 * a {@code #} is passed over. Lines are read one by one, however many there are.
 */
final class ConnectionList {
  /** Of wrong lines so many are told. */
  private static final int TOLD = 20;

  /** The longest address with its port, and a remark. */
  private static final int LONGEST = 4_096;

  private final String name;
  private final List<Integer> ports;
  private final Reply.Builder reply;
  private long wrong;

  /**
   * For a text.
   *
   * @param name under which it is spoken of
   * @param ports of a line without one
   */
  ConnectionList(String name, List<Integer> ports, Reply.Builder reply) {
    this.name = name;
    this.ports = ports;
    this.reply = reply;
  }

  /** Hands every connection on; what is wrong goes to the reply. */
  void read(InputStream in, Simulation simulation) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    long number = 0;
    for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
      number++;
      take(number, line.get(), simulation);
    }
    if (wrong > TOLD) {
      reply.error(
          Line.Style.BAD,
          "%s: %s".formatted(name, Counted.grouped(wrong - TOLD, "more wrong line")));
    }
    reply.put("wrongLines", wrong);
  }

  /** A line, of which what is too long is dropped. */
  private static Optional<String> next(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = in.read();
    if (character < 0) {
      return Optional.empty();
    }
    while (character >= 0 && character != '\n') {
      if (line.length() <= LONGEST) {
        line.append((char) character);
      }
      character = in.read();
    }
    return Optional.of(line.toString());
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
        simulation.add(new Simulation.Connection(peer.get(), one));
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
