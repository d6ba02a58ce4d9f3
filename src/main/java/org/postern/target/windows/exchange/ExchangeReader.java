package org.postern.target.windows.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.target.windows.ReadBackText;

/** Makes rules of what a script prints with {@code -ReadBack}: the inverse of the script. */
final class ExchangeReader {
  private static final String FIRST = "postern-exchange 1";
  private static final String LAST = "end";
  private static final Pattern HELD =
      Pattern.compile(
          "([a-z][a-z0-9-]{0,31}) ([0-9]{1,5}(?:,[0-9]{1,5}){0,99})(?: (defer|reject))?");

  private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9.,*_-]{1,255}");

  private final List<AccessRule> rules = new ArrayList<>();
  private final List<Observation.Foreign> foreign = new ArrayList<>();
  private final List<String> anomalies = new ArrayList<>();
  private Optional<Matcher> held = Optional.empty();
  private AddressSet.Builder ranges = AddressSet.builder();
  private AddressSet.Builder beside = AddressSet.builder();

  private final ConnectorScripts.Meaning meaning;

  private ExchangeReader(ConnectorScripts.Meaning meaning) {
    this.meaning = meaning;
  }

  /**
   * Returns what is held of ours, and what stands against it.
   *
   * @param precondition changes whenever what is ours changes
   * @param meaning the meaning of the connector
   * @throws IOException when the text is cut off or makes no sense
   */
  static Observation observation(String text, String precondition, ConnectorScripts.Meaning meaning)
      throws IOException {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(FIRST) || !lines.getLast().equals(LAST)) {
      throw new IOException("what the script read back is not complete");
    }
    ExchangeReader reader = new ExchangeReader(meaning);
    for (String line : lines.subList(1, lines.size())) {
      reader.line(line);
    }
    return new Observation(
        new Ruleset(reader.rules),
        Observation.Layout.NOTHING,
        precondition,
        Map.of(),
        reader.foreign,
        reader.anomalies,
        Proof.EXACT);
  }

  private void line(String line) throws IOException {
    String[] words = line.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    switch (words[0]) {
      case "held" -> {
        finish();
        held = Optional.of(HELD.matcher(rest)).filter(Matcher::matches);
        if (held.isEmpty()) {
          throw ReadBackText.nonsense(line);
        }
      }
      case "range" -> ranges.add(ReadBackText.range(rest));
      case "beside" -> beside.add(ReadBackText.range(rest));
      case "void" ->
          foreign.add(
              new Observation.Foreign(
                  "receive connector " + rest,
                  "takes mail from everywhere at the same port, so ours has no effect"));
      case "other" ->
          foreign.add(
              new Observation.Foreign(
                  "receive connector " + rest, "also takes mail from addresses of its own"));
      case "granted" -> foreign.add(granted(rest));
      case "idle" -> anomalies.add("inbound connector %s does not restrict".formatted(rest));
      case LAST -> finish();
      default -> throw ReadBackText.nonsense(line);
    }
  }

  /** A computer, a group of them or a domain that others entered into connection control. */
  private static Observation.Foreign granted(String entry) {
    return new Observation.Foreign(
        "connection control",
        "also grants %s, which others entered"
            .formatted(ENTRY.matcher(entry).matches() ? entry : "what cannot be shown"));
  }

  /** The end of what is said of a connector. */
  private void finish() throws IOException {
    if (held.isPresent()) {
      if (rules.isEmpty()) {
        rules.add(rule(held.get()));
      } else {
        anomalies.add("rule %s is held by a second connector".formatted(held.get().group(1)));
      }
    }
    held = Optional.empty();
    ranges = AddressSet.builder();
    beside = AddressSet.builder();
  }

  /** Returns the rule of a mark. Own servers that the list does not name are there beside it. */
  private AccessRule rule(Matcher mark) throws IOException {
    List<Ports.Range> ports = new ArrayList<>();
    for (String text : mark.group(2).split(",", -1)) {
      int port = Integer.parseInt(text);
      if (port < 1 || port > Ports.LAST) {
        throw ReadBackText.nonsense(mark.group());
      }
      ports.add(new Ports.Range(port, port));
    }
    AccessRule rule =
        meaning.rule(mark.group(1), new Ports(ports), ranges.build().subtract(beside.build()));
    return mark.group(3) == null
        ? rule
        : rule.withOtherwise(mark.group(3).equals("reject") ? Refusal.REJECT : Refusal.DEFER);
  }
}
