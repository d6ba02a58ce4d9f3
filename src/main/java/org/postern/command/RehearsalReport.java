package org.postern.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.diagnostic.Counted;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;

/** Whom logs tell of and a policy would refuse, with what to write to let them in. */
final class RehearsalReport {
  /** More hosts or lines than that are counted, not listed; JSON lists all. */
  private static final int LISTED = 50;

  /** A block is offered where so many of its addresses were seen. */
  private static final int NEIGHBOURS = 3;

  private static final int BLOCK = 24;

  private final Policy policy;
  private final Reply.Builder reply;

  RehearsalReport(Policy policy, Reply.Builder reply) {
    this.policy = policy;
    this.reply = reply;
  }

  Reply.Builder add(RehearsalTally tally, int port) {
    reply.line(Line.Style.HEADING, summary(tally));
    List<Map<String, Object>> hosts = new ArrayList<>();
    List<Map<String, Object>> lines = new ArrayList<>();
    for (RehearsalJudge.Fate fate :
        List.of(RehearsalJudge.Fate.REFUSED, RehearsalJudge.Fate.OBSERVED)) {
      List<RehearsalTally.Host> found = tally.hosts(fate);
      if (!found.isEmpty()) {
        reply.exit(ExitCode.NO);
        hosts(fate, found, tally.count(fate));
        found.forEach(host -> hosts.add(tree(host)));
        lines.addAll(lines(found));
      }
    }
    aside(tally, port);
    Map<String, Object> counts = new LinkedHashMap<>();
    for (RehearsalJudge.Fate fate : RehearsalJudge.Fate.values()) {
      counts.put(fate.text(), tally.count(fate));
    }
    tally.first().ifPresent(first -> reply.put("first", first.toString()));
    tally.last().ifPresent(last -> reply.put("last", last.toString()));
    return reply
        .put("connections", counts)
        .put("hosts", hosts)
        .put("unlisted", tally.unlisted())
        .put("add", lines);
  }

  private static String summary(RehearsalTally tally) {
    String span = "";
    if (tally.first().isPresent() && tally.last().isPresent()) {
      span = span(tally.first().get(), tally.last().get());
    }
    return "%s%s came from accepted hosts"
        .formatted(span, connections(tally.count(RehearsalJudge.Fate.ACCEPTED)));
  }

  private static String span(Instant first, Instant last) {
    Duration time = Duration.between(first, last);
    String length = time.toHours() < 48 ? time.toHours() + 1 + " h" : time.toDays() + 1 + " days";
    return "in %s, from %s to %s, ".formatted(length, first, last);
  }

  private static String connections(long number) {
    return Counted.grouped(number, "connection");
  }

  private void hosts(RehearsalJudge.Fate fate, List<RehearsalTally.Host> found, long connections) {
    String what =
        fate == RehearsalJudge.Fate.REFUSED
            ? "would have been refused"
            : "would be refused if the rule did not only observe";
    reply.line(
        Line.Style.BAD,
        "%s, %s, %s:".formatted(theseHosts(found.size()), connections(connections), what));
    int width = found.stream().mapToInt(host -> host.peer().toString().length()).max().orElse(0);
    for (RehearsalTally.Host host : found.subList(0, Math.min(LISTED, found.size()))) {
      String seen =
          host.first().isEmpty() || host.last().isEmpty()
              ? ""
              : ", first %s, last %s".formatted(host.first().get(), host.last().get());
      reply.line(
          Line.Style.CAUTION,
          "  %s  %s%s, rule %s"
              .formatted(
                  padded(host.peer().toString(), Math.min(width, 39)),
                  connections(host.count()),
                  seen,
                  host.finding().rule()));
    }
    more(found.size(), "host");
  }

  private static String theseHosts(int number) {
    return number == 1 ? "this host" : "these %,d hosts".formatted(number);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void more(int number, String what) {
    if (number > LISTED) {
      reply.line(
          Line.Style.ASIDE,
          "  and %s (--format json lists all)"
              .formatted(Counted.grouped(number - LISTED, "more " + what)));
    }
  }

  private static Map<String, Object> tree(RehearsalTally.Host host) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("peer", host.peer().toString());
    tree.put("rule", host.finding().rule());
    tree.put("verdict", host.finding().fate().text());
    tree.put("connections", host.count());
    host.first().ifPresent(first -> tree.put("first", first.toString()));
    host.last().ifPresent(last -> tree.put("last", last.toString()));
    return tree;
  }

  /** What to write, rule by rule; a prefix only where each address of it was seen. */
  private List<Map<String, Object>> lines(List<RehearsalTally.Host> hosts) {
    Map<String, AddressSet.Builder> peers = new TreeMap<>();
    hosts.forEach(
        host ->
            peers
                .computeIfAbsent(host.finding().rule(), rule -> AddressSet.builder())
                .add(host.peer()));
    List<Map<String, Object>> trees = new ArrayList<>();
    peers.forEach((rule, found) -> trees.add(lines(rule, found.build())));
    return trees;
  }

  private Map<String, Object> lines(String rule, AddressSet peers) {
    String set = policy.rule(rule).map(this::set).orElse("");
    List<Prefix> prefixes = peers.prefixes();
    reply.line(
        set.isEmpty()
            ? "to let them in, let rule %s accept a set with these sources:".formatted(rule)
            : "to let them in, add to the sources of set %s:".formatted(set));
    for (Prefix prefix : prefixes.subList(0, Math.min(LISTED, prefixes.size()))) {
      reply.line(Line.Style.ADDED, "    - " + literal(prefix));
    }
    more(prefixes.size(), "line");
    Map<Prefix, Long> blocks = blocks(prefixes);
    blocks.forEach(
        (block, excess) ->
            reply.line(
                Line.Style.ASIDE,
                "  or - %s instead of its parts: %s in it %s not seen"
                    .formatted(
                        block.text(),
                        Counted.of(excess, "address"),
                        Counted.one(excess, "was", "were"))));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule);
    tree.put("set", set);
    tree.put("lines", prefixes.stream().map(prefix -> "- " + literal(prefix)).toList());
    tree.put(
        "blocks",
        blocks.entrySet().stream()
            .map(block -> Map.of("net", block.getKey().text(), "excess", block.getValue()))
            .toList());
    return tree;
  }

  private static String literal(Prefix prefix) {
    return prefix.family() == Family.IP6 ? "\"" + prefix.text() + "\"" : prefix.text();
  }

  /** The set of the rule whose members people write down; else its first one. */
  private String set(Rule rule) {
    if (!(rule.accept() instanceof Rule.Accept.Sets sets)) {
      return "";
    }
    return sets.names().stream()
        .filter(name -> policy.set(name).filter(RehearsalReport::isWritten).isPresent())
        .findFirst()
        .orElse(sets.names().getFirst());
  }

  private static boolean isWritten(SetDefinition set) {
    return set.sources().stream().allMatch(SourceSpec.Literal.class::isInstance);
  }

  /** Blocks of which several addresses were seen, and how many were not. */
  private static Map<Prefix, Long> blocks(List<Prefix> prefixes) {
    Map<Prefix, Long> seen = new TreeMap<>(Comparator.comparing(Prefix::first));
    for (Prefix prefix : prefixes) {
      if (prefix.family() == Family.IP && prefix.length() > BLOCK) {
        seen.merge(
            Prefix.containing(prefix.first(), BLOCK),
            1L << (Family.IP.bits() - prefix.length()),
            Long::sum);
      }
    }
    return seen.entrySet().stream()
        .filter(block -> block.getValue() >= NEIGHBOURS)
        .limit(LISTED)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                block -> (1L << (Family.IP.bits() - BLOCK)) - block.getValue(),
                Math::addExact,
                LinkedHashMap::new));
  }

  private void aside(RehearsalTally tally, int port) {
    aside(
        tally.count(RehearsalJudge.Fate.INTERNAL),
        "came over the loopback or from this host: no rule judges them");
    aside(
        tally.count(RehearsalJudge.Fate.UNJUDGED),
        "came to a port that no rule is over (where a log tells none, %d)".formatted(port));
    aside(tally.unlisted(), "more came from hosts that were too many to be told apart");
  }

  private void aside(long number, String what) {
    if (number > 0) {
      reply.line(Line.Style.ASIDE, connections(number) + " " + what);
    }
  }
}
