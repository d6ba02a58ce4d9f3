package org.postern.command.rehearse;

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
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;

/**
 * The lines to write to let hosts in that would be refused: those for which something speaks.
 * Strangers are what a filter keeps out, so they are never offered for the sake of completeness.
 */
final class RehearsalProposal {
  /** A block is offered where so many of its addresses were seen. */
  private static final int NEIGHBOURS = 3;

  private static final int BLOCK = 24;

  private final Policy policy;
  private final Reply.Builder reply;

  RehearsalProposal(Policy policy, Reply.Builder reply) {
    this.policy = policy;
    this.reply = reply;
  }

  /**
   * Tells whether anything but its connections speaks for a host: a name that leads back to it,
   * mail that was accepted, or that it came on another day again.
   */
  static boolean isSpokenFor(RehearsalHost host) {
    return !host.name().isEmpty() || host.messages() > 0 || host.days() > 1;
  }

  /** Returns the lines to write, rule by rule; a prefix only where each address of it was seen. */
  List<RehearsalDocument.Addition> add(List<RehearsalHost> hosts) {
    Map<String, AddressSet.Builder> peers = new TreeMap<>();
    for (RehearsalHost host : hosts) {
      if (isSpokenFor(host)) {
        peers.computeIfAbsent(host.finding().rule(), rule -> AddressSet.builder()).add(host.peer());
      }
    }
    List<RehearsalDocument.Addition> additions = new ArrayList<>();
    peers.forEach((rule, found) -> additions.add(lines(rule, found.build())));
    return additions;
  }

  private RehearsalDocument.Addition lines(String rule, AddressSet peers) {
    String set = policy.rule(rule).map(this::set).orElse("");
    List<Prefix> prefixes = peers.prefixes();
    reply.line(
        set.isEmpty()
            ? "to let them in, let rule %s accept a set with these sources:".formatted(rule)
            : "to let them in, add to the sources of set %s:".formatted(set));
    prefixes.forEach(prefix -> reply.line(Line.Style.ADDED, "    - " + literal(prefix)));
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
    return new RehearsalDocument.Addition(
        rule,
        set,
        prefixes.stream().map(prefix -> "- " + literal(prefix)).toList(),
        blocks.entrySet().stream()
            .map(block -> new RehearsalDocument.Block(block.getKey().text(), block.getValue()))
            .toList());
  }

  private static String literal(Prefix prefix) {
    return prefix.family() == Family.IP6 ? "\"" + prefix.text() + "\"" : prefix.text();
  }

  /** Returns the set of the rule whose members people write down; else its first one. */
  private String set(Rule rule) {
    if (!(rule.accept() instanceof Rule.Accept.Sets sets)) {
      return "";
    }
    return sets.names().stream()
        .filter(name -> policy.set(name).filter(RehearsalProposal::isWritten).isPresent())
        .findFirst()
        .orElse(sets.names().getFirst());
  }

  private static boolean isWritten(SetDefinition set) {
    return set.sources().stream().allMatch(LiteralSource.class::isInstance);
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
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                block -> (1L << (Family.IP.bits() - BLOCK)) - block.getValue(),
                Math::addExact,
                LinkedHashMap::new));
  }
}
