package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.diagnostic.Code;
import org.postern.policy.Ports;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/**
 * Reads {@code tcp/25} and {@code [tcp/25, tcp/2500-2599]}, and says what to write where it is
 * written otherwise.
 */
final class PortReader {
  private static final Pattern PORT = Pattern.compile("tcp/([0-9]{1,9})(?:-([0-9]{1,9}))?");
  private static final Pattern RANGE =
      Pattern.compile(
          "(?i)(?:tcp[-/: ]*)?([0-9]{1,5}) *[-:\\u2013] *(?:tcp/)?([0-9]{1,5})(?:/tcp)?");

  /** The separators between the ports that people write into one value. */
  private static final Pattern SEPARATOR = Pattern.compile("[,; ]+");

  /** Matches {@code 25}, {@code TCP/25}, {@code tcp:25}, {@code 25/tcp}, {@code port 25}. */
  private static final Pattern ALIKE =
      Pattern.compile("(?i)(?:(?:tcp|port)[-/: ]*)?([0-9]{1,5})(?:[/: ]*tcp)?");

  /**
   * The most ports of a rule: more are written by no hand, and some packet filter would need as
   * many rules.
   */
  private static final int MOST = 100;

  private static final Pattern WORD = Pattern.compile("(?i)(?:tcp[-/: ]*)?([a-z][a-z0-9-]*)");

  /**
   * The ports of the services that mail needs (IANA, Service Name and Transport Protocol Port
   * Numbers).
   */
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

  /** Returns the ports of a rule: one, or a list of ports and ranges. */
  Optional<Ports> ports(Node node) {
    if (node instanceof Node.Items items && !items.nodes().isEmpty()) {
      return ports(items);
    }
    if (node instanceof Node.Items empty) {
      values.list(empty, "ports");
      return Optional.empty();
    }
    return range(node).map(range -> new Ports(List.of(range)));
  }

  private Optional<Ports> ports(Node.Items items) {
    if (items.nodes().size() > MOST) {
      values.add(
          Code.BAD_PORT,
          items.span(),
          "a rule has at most %d ports and ranges, and these are %d"
              .formatted(MOST, items.nodes().size()),
          "write neighbours as a range such as tcp/2500-2599, or make several rules");
      return Optional.empty();
    }
    int before = values.scope().errors();
    List<Ports.Range> ranges = new ArrayList<>();
    for (Node item : items.nodes()) {
      Optional<Ports.Range> range = range(item);
      range.ifPresent(
          one -> {
            ranges.stream()
                .filter(other -> meet(one, other))
                .findFirst()
                .ifPresent(other -> addTwice(item, one, other));
            ranges.add(one);
          });
    }
    return values.scope().errors() == before ? Optional.of(new Ports(ranges)) : Optional.empty();
  }

  private static boolean isOfScalars(Node.Items items) {
    return !items.nodes().isEmpty()
        && items.nodes().stream().allMatch(one -> one instanceof Node.Scalar s && !s.blank());
  }

  private static boolean meet(Ports.Range one, Ports.Range other) {
    return one.first() <= other.last() && other.first() <= one.last();
  }

  private void addTwice(Node item, Ports.Range one, Ports.Range other) {
    values.add(
        Code.NAMED_TWICE,
        item.span(),
        one.equals(other)
            ? "tcp/%s stands here for the second time".formatted(one.text())
            : "tcp/%s and tcp/%s have ports in common".formatted(other.text(), one.text()),
        one.equals(other) ? "remove one of the two" : "write each port once");
  }

  private Optional<Ports.Range> range(Node node) {
    if (node instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      Node.Entry only = mapping.entries().getFirst();
      if (only.value() instanceof Node.Scalar value) {
        String text = only.key().text() + "/" + value.text();
        values.add(
            Code.WRONG_KIND, node.span(), "a port is a single value, not a mapping", fix(text));
        return Optional.empty();
      }
    }
    if (node instanceof Node.Items nested && isOfScalars(nested)) {
      String flat =
          nested.nodes().stream()
              .map(item -> ((Node.Scalar) item).text())
              .collect(Collectors.joining(", "));
      values.add(
          Code.WRONG_KIND,
          node.span(),
          "a port such as tcp/25 belongs here, and this is a list in a list",
          "write " + Words.clip(flat) + " without brackets of its own");
      return Optional.empty();
    }
    return values.scalar(node, "a port such as tcp/25").flatMap(this::range);
  }

  private Optional<Ports.Range> range(Node.Scalar scalar) {
    Matcher matcher = PORT.matcher(scalar.text());
    if (matcher.matches()) {
      Optional<Integer> first = Names.portNumber(matcher.group(1));
      Optional<Integer> last =
          Optional.ofNullable(matcher.group(2)).map(Names::portNumber).orElse(first);
      if (first.isEmpty() || last.isEmpty()) {
        add(scalar, "is out of bounds", "write tcp/1 to tcp/65535");
        return Optional.empty();
      }
      if (last.get() < first.get()) {
        add(scalar, "ends before it begins", "write tcp/%d-%d".formatted(last.get(), first.get()));
        return Optional.empty();
      }
      return Optional.of(new Ports.Range(first.get(), last.get()));
    }
    boolean udp = scalar.text().toLowerCase(Locale.ROOT).startsWith("udp");
    add(
        scalar,
        udp ? "is not a TCP port, and only TCP connections are judged" : "is not a TCP port",
        udp ? "take the rule out, or write tcp/ and a number" : fix(scalar.text()));
    return Optional.empty();
  }

  private void add(Node.Scalar scalar, String what, String fix) {
    values.add(Code.BAD_PORT, scalar.span(), Words.quoted(scalar.text()) + " " + what, fix);
  }

  private static String fix(String text) {
    Optional<String> meant = meant(text);
    if (meant.isPresent()) {
      return "write " + meant.get();
    }
    List<String> ports =
        Stream.of(SEPARATOR.split(text)).flatMap(part -> meant(part).stream()).toList();
    return ports.size() > 1
        ? "write [%s]".formatted(String.join(", ", ports))
        : "write tcp/ and one number, such as tcp/25";
  }

  /** Returns the one port or range that a text most probably names. */
  private static Optional<String> meant(String text) {
    Matcher range = RANGE.matcher(text.strip());
    if (range.matches()) {
      Optional<Integer> one = Names.portNumber(range.group(1));
      Optional<Integer> two = Names.portNumber(range.group(2));
      return one.isEmpty() || two.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "tcp/%d-%d"
                  .formatted(Math.min(one.get(), two.get()), Math.max(one.get(), two.get())));
    }
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
