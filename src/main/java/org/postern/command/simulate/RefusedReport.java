package org.postern.command.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.Address;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.Nearness;
import org.postern.diagnostic.Counted;
import org.postern.host.Vicinity;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Ports;

/**
 * Tells of peers that were refused or observed.
 *
 * @param ruleset the ruleset in force, for what became of the peers
 * @param names the names of peers, where they are known
 * @param vicinity the vicinity of the host, by which peers are marked
 * @param now the moment that what is told is of
 * @param reply the reply that it is added to
 */
record RefusedReport(
    Ruleset ruleset,
    Map<Address, String> names,
    Vicinity vicinity,
    Instant now,
    Reply.Builder reply) {
  /** The most peers of one rule that are listed; more are counted, and JSON lists all. */
  private static final int LISTED = 200;

  /**
   * A sighting of a peer.
   *
   * @param target the target that remembers it
   * @param at the time when it came last
   */
  record Sighting(String target, SeenPeer peer, Instant at) {}

  /** Adds the sightings, grouped by the rules that met them. */
  void add(List<RefusedDocument.Target> targets, List<Sighting> sightings) {
    Map<String, List<Sighting>> byRule = new TreeMap<>();
    sightings.stream()
        .filter(one -> !one.peer().isOfFragments())
        .forEach(
            one -> byRule.computeIfAbsent(one.peer().rule(), rule -> new ArrayList<>()).add(one));
    List<RefusedDocument.Rule> rules = new ArrayList<>();
    byRule.forEach(
        (rule, found) -> {
          Optional<AccessRule> known = ruleset.rule(rule);
          lines("rule " + rule + about(known), found);
          rules.add(rule(rule, known, found));
        });
    if (sightings.isEmpty()) {
      reply.line(Line.Style.GOOD, "no peer was refused or observed, as far as is remembered");
    }
    List<Sighting> fragments =
        sightings.stream().filter(one -> one.peer().isOfFragments()).toList();
    if (!fragments.isEmpty()) {
      lines("fragments that hide their port (refused)", fragments);
    }
    reply.document(
        new RefusedDocument(
            targets,
            Optional.of(rules),
            Optional.of(fragments)
                .filter(found -> !found.isEmpty())
                .map(found -> new RefusedDocument.Fragments(peers(found)))));
  }

  private String about(Optional<AccessRule> known) {
    return known
        .map(
            one ->
                " (%s, %s)"
                    .formatted(one.scope().named().map(Ports::text).orElse("smtp"), verdict(one)))
        .orElse(" (not in force any more)");
  }

  private void lines(String heading, List<Sighting> found) {
    long openings = found.stream().mapToLong(one -> one.peer().packets()).sum();
    int peers = Math.toIntExact(found.stream().map(one -> one.peer().peer()).distinct().count());
    reply.line(
        Line.Style.HEADING,
        "%s: %s, %s".formatted(heading, Counted.of(peers, "peer"), times(openings)));
    for (Sighting one : found.subList(0, Math.min(LISTED, found.size()))) {
      String name = Optional.ofNullable(names.get(one.peer().peer())).map(" "::concat).orElse("");
      reply.line(
          "  %s%s, %s%s, last %s (%s ago)%s"
              .formatted(
                  one.peer().peer(),
                  name,
                  times(one.peer().packets()),
                  one.peer().domain().map(" for "::concat).orElse(""),
                  one.at(),
                  Ages.text(one.peer().ago()),
                  Nearness.text(vicinity, one.peer().peer())));
    }
    if (found.size() > LISTED) {
      reply.line(
          Line.Style.ASIDE,
          "  and %,d more (--format json lists all)".formatted(found.size() - LISTED));
    }
  }

  private static String times(long number) {
    return Counted.grouped(number, "time");
  }

  private String verdict(AccessRule rule) {
    return judgement(rule).text();
  }

  private Judgement judgement(AccessRule rule) {
    return rule.refusal(now) == Judgement.OBSERVED ? Judgement.OBSERVED : Judgement.REFUSED;
  }

  private RefusedDocument.Rule rule(String rule, Optional<AccessRule> known, List<Sighting> found) {
    return new RefusedDocument.Rule(
        rule,
        known.flatMap(one -> one.scope().named()).map(PortsTree::write),
        known.map(this::judgement),
        peers(found));
  }

  private List<RefusedDocument.Peer> peers(List<Sighting> found) {
    return found.stream().map(this::peer).toList();
  }

  private RefusedDocument.Peer peer(Sighting one) {
    return new RefusedDocument.Peer(
        one.peer().peer().toString(),
        Optional.ofNullable(names.get(one.peer().peer())),
        one.target(),
        one.peer().domain(),
        one.peer().packets(),
        one.at(),
        vicinity.of(one.peer().peer()).map(Vicinity.Near::word));
  }
}
