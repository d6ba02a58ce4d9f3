package org.postern.target;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/**
 * One rule as a line of the example system, writer and reader side by side:
 *
 * <pre>
 * postern rule=smtp hook=input,forward in=eth0 to=198.51.100.10 port=25 accept=192.0.2.0/24 otherwise=drop
 * </pre>
 */
final class ExampleLine {
  private ExampleLine() {}

  static String write(AccessRule rule) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("rule", rule.name());
    words.put(
        "hook", rule.packets().hooks().stream().map(Hook::text).collect(Collectors.joining(",")));
    if (!rule.packets().interfaces().isEmpty()) {
      words.put("in", String.join(",", rule.packets().interfaces()));
    }
    rule.packets().servers().ifPresent(servers -> words.put("to", write(servers)));
    words.put("port", rule.packets().ports().numbers(","));
    if (rule.peers() instanceof Peers.Only only) {
      words.put("accept", write(only.addresses()));
    }
    rule.otherwise().ifPresent(verdict -> words.put("otherwise", verdict.text()));
    if (rule.packets().running() == Rule.Running.CUT) {
      words.put("running", "cut");
    }
    rule.log().ifPresent(rate -> words.put("log", rate.count() + "/" + rate.unit().text()));
    rule.openUntil().ifPresent(time -> words.put("open-until", time.toString()));
    return words.entrySet().stream()
        .map(word -> word.getKey() + "=" + word.getValue())
        .collect(Collectors.joining(" ", ExampleSystem.OURS, ""));
  }

  /** Empty when the line is none that {@link #write} wrote: it was edited by hand. */
  static Optional<AccessRule> read(String line) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : line.substring(ExampleSystem.OURS.length()).split(" ", -1)) {
      String[] parts = word.split("=", 2);
      words.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    try {
      AccessRule rule = rule(words);
      return write(rule).equals(line) ? Optional.of(rule) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static AccessRule rule(Map<String, String> words) {
    Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    list(words, "hook").forEach(word -> hooks.add(constant(Hook.class, word)));
    Optional<String> accept = Optional.ofNullable(words.get("accept"));
    return new AccessRule(
        words.getOrDefault("rule", ""),
        new Scope.Packets(
            hooks,
            new TreeSet<>(list(words, "in")),
            Optional.ofNullable(words.get("to")).map(to -> addresses(list(words, "to"))),
            ports(list(words, "port")),
            constant(Rule.Running.class, words.getOrDefault("running", "keep"))),
        accept.isPresent() ? new Peers.Only(addresses(list(words, "accept"))) : new Peers.Any(),
        Optional.ofNullable(words.get("otherwise")).map(word -> constant(Refusal.class, word)),
        Optional.ofNullable(words.get("log")).map(ExampleLine::rate),
        Optional.ofNullable(words.get("open-until")).map(Instant::parse));
  }

  private static Ports ports(List<String> texts) {
    List<Ports.Range> ranges = new ArrayList<>();
    for (String text : texts) {
      String[] ends = text.split("-", 2);
      ranges.add(
          new Ports.Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
    }
    return new Ports(ranges);
  }

  private static String write(AddressSet set) {
    return set.prefixes().stream().map(Prefix::text).collect(Collectors.joining(","));
  }

  private static AddressSet addresses(List<String> texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      switch (AddressText.parse(text)) {
        case AddressText.Ok ok -> builder.add(ok.interval());
        case AddressText.Wrong wrong -> throw new IllegalArgumentException(wrong.reason());
      }
    }
    return builder.build();
  }

  private static LogRate rate(String text) {
    String[] parts = text.split("/", 2);
    return new LogRate(Integer.parseInt(parts[0]), constant(LogRate.Unit.class, parts[1]));
  }

  private static List<String> list(Map<String, String> words, String key) {
    List<String> found = new ArrayList<>(List.of(words.getOrDefault(key, "").split(",", -1)));
    found.removeIf(String::isEmpty);
    return found;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
