package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;

/** Reads {@code tcp/25}, and says what to write where it is written otherwise. */
final class PortReader {
  private static final Pattern PORT = Pattern.compile("tcp/([0-9]{1,9})");
  private static final Pattern NUMBER = Pattern.compile("(?<![0-9])[0-9]{1,5}(?![0-9])");
  private static final Pattern RANGE =
      Pattern.compile("(?i)(tcp/)?[0-9]{1,5} *[-:\\u2013] *(tcp/)?[0-9]{1,5}");

  /** {@code 25}, {@code TCP/25}, {@code tcp:25}, {@code 25/tcp}, {@code port 25}. */
  private static final Pattern ALIKE =
      Pattern.compile("(?i)(?:(?:tcp|port)[-/: ]*)?([0-9]{1,5})(?:[/: ]*tcp)?");

  private static final Pattern WORD = Pattern.compile("(?i)(?:tcp[-/: ]*)?([a-z][a-z0-9-]*)");

  /** Of the services that mail needs (IANA, Service Name and Transport Protocol Port Numbers). */
  private static final Map<String, Integer> SERVICES =
      Map.ofEntries(
          Map.entry("smtp", 25),
          Map.entry("mail", 25),
          Map.entry("submission", 587),
          Map.entry("submissions", 465),
          Map.entry("smtps", 465),
          Map.entry("domain", 53),
          Map.entry("dns", 53),
          Map.entry("ssh", 22),
          Map.entry("imap", 143),
          Map.entry("imaps", 993),
          Map.entry("pop3", 110),
          Map.entry("pop3s", 995),
          Map.entry("http", 80),
          Map.entry("https", 443));

  private final Values values;

  PortReader(Values values) {
    this.values = values;
  }

  /** The number of a port. */
  Optional<Integer> port(Node node) {
    if (node instanceof Node.Items items) {
      addList(items);
      return Optional.empty();
    }
    if (node instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      Node.Entry only = mapping.entries().getFirst();
      if (only.value() instanceof Node.Scalar value) {
        String text = only.key().text() + "/" + value.text();
        values
            .scope()
            .add(
                Code.WRONG_KIND, node.span(), "a port is a single value, not a mapping", fix(text));
        return Optional.empty();
      }
    }
    return values.scalar(node, "a port, such as tcp/25,").flatMap(this::port);
  }

  private void addList(Node.Items items) {
    List<String> ports = new ArrayList<>();
    for (Node item : items.nodes()) {
      if (item instanceof Node.Scalar scalar) {
        meant(scalar.text()).ifPresent(ports::add);
      }
    }
    values
        .scope()
        .add(
            Code.WRONG_KIND,
            items.span(),
            "a rule is for one port, and this is a list",
            ports.size() == 1 ? "write " + ports.getFirst() : forEach(ports));
  }

  private static String forEach(List<String> ports) {
    return ports.isEmpty()
        ? "write one rule for each port, such as tcp/25"
        : "write one rule for each port: " + Words.listed(ports);
  }

  private Optional<Integer> port(Node.Scalar scalar) {
    Matcher matcher = PORT.matcher(scalar.text());
    if (matcher.matches()) {
      Optional<Integer> number = Names.portNumber(matcher.group(1));
      if (number.isEmpty()) {
        add(scalar, "is out of bounds", "write tcp/1 to tcp/65535");
      }
      return number;
    }
    boolean udp = scalar.text().toLowerCase(Locale.ROOT).startsWith("udp");
    add(
        scalar,
        udp ? "is not a TCP port, and only TCP connections are judged" : "is not a TCP port",
        udp ? "take the rule out, or write tcp/ and a number" : fix(scalar.text()));
    return Optional.empty();
  }

  private void add(Node.Scalar scalar, String what, String fix) {
    values.scope().add(Code.BAD_PORT, scalar.span(), Words.quoted(scalar.text()) + " " + what, fix);
  }

  private static String fix(String text) {
    if (RANGE.matcher(text).matches()) {
      return "ranges are not yet supported: write one rule for each port";
    }
    Optional<String> meant = meant(text);
    if (meant.isPresent()) {
      return "write " + meant.get();
    }
    List<String> ports =
        NUMBER
            .matcher(text)
            .results()
            .map(found -> "tcp/" + Integer.parseInt(found.group()))
            .distinct()
            .toList();
    return ports.size() > 1 ? forEach(ports) : "write tcp/ and one number, such as tcp/25";
  }

  /** The one port that a text most probably names. */
  private static Optional<String> meant(String text) {
    Matcher alike = ALIKE.matcher(text.strip());
    if (alike.matches()) {
      return Names.portNumber(alike.group(1)).map(number -> "tcp/" + number);
    }
    Matcher word = WORD.matcher(text.strip());
    return word.matches()
        ? Optional.ofNullable(SERVICES.get(word.group(1).toLowerCase(Locale.ROOT)))
            .map(number -> "tcp/" + number)
        : Optional.empty();
  }
}
