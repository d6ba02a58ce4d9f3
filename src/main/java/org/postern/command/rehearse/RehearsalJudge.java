package org.postern.command.rehearse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.command.simulate.PeerClasses;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The verdict of a ruleset on connections of which only peer and port are known. A log is that of
 * one server, whatever its addresses are in front of a translation: so each rule is asked as though
 * one of its own addresses had been dialled, by one of its interfaces. The worst of the answers
 * counts.
 */
final class RehearsalJudge {
  private final List<AccessRule> rules;
  private final AddressSet own;
  private final PeerClasses.Indexes indexes = new PeerClasses.Indexes();
  private final Map<Integer, PortFindings> ports = new HashMap<>();

  /**
   * Creates the judge of a ruleset.
   *
   * @param own the addresses of this host
   */
  RehearsalJudge(Ruleset ruleset, AddressSet own) {
    this.rules =
        ruleset.rules().stream()
            .filter(
                rule ->
                    rule.judgesPackets()
                        && (rule.packets().hooks().contains(Hook.INPUT)
                            || rule.packets().hooks().contains(Hook.FORWARD)))
            .toList();
    this.own = own;
  }

  /**
   * The finding about a connection.
   *
   * @param rule the rule that decides; empty where none does
   */
  record Finding(Fate fate, String rule) {}

  /** The findings about the peers of each class at one port. */
  private static final class PortFindings {
    private final PeerClasses classes;
    private final List<Optional<Finding>> findings = new ArrayList<>();

    private PortFindings(PeerClasses classes) {
      this.classes = classes;
    }
  }

  /** Judges a peer; peers that the same sets hold are judged once. */
  Finding judge(Address peer, int port) {
    PortFindings at = ports.computeIfAbsent(port, this::findings);
    int number = at.classes.of(peer);
    while (at.findings.size() <= number) {
      at.findings.add(Optional.empty());
    }
    Optional<Finding> known = at.findings.get(number);
    if (known.isPresent()) {
      return known.get();
    }
    Finding finding = found(peer, port);
    at.findings.set(number, Optional.of(finding));
    return finding;
  }

  private PortFindings findings(int port) {
    List<AddressSet> sets = new ArrayList<>(List.of(SpecialPurpose.LOOPBACK, own));
    rules.stream()
        .filter(rule -> rule.packets().ports().contains(port))
        .forEach(rule -> PeerClasses.addSets(rule, sets));
    return new PortFindings(new PeerClasses(indexes.of(sets)));
  }

  private Finding found(Address peer, int port) {
    if (Explainer.isLoopback(peer) || own.contains(peer)) {
      return new Finding(Fate.INTERNAL, "");
    }
    List<Finding> findings = new ArrayList<>(List.of(new Finding(Fate.UNJUDGED, "")));
    for (AccessRule rule : rules) {
      if (rule.packets().ports().contains(port)) {
        packet(rule, peer, port)
            .filter(rule::covers)
            .ifPresent(packet -> findings.add(new Finding(fate(rule.judge(packet)), rule.name())));
      }
    }
    return Collections.max(findings, Comparator.comparing(Finding::fate));
  }

  /**
   * Returns the packet by which a rule is asked; empty for a rule that is not over any address of
   * the peer's family.
   */
  private static Optional<Attempt.Opening> packet(AccessRule rule, Address peer, int port) {
    Hook hook = rule.packets().hooks().contains(Hook.INPUT) ? Hook.INPUT : Hook.FORWARD;
    String by = rule.packets().interfaces().isEmpty() ? "" : rule.packets().interfaces().first();
    return rule.packets()
        .servers()
        .map(set -> set.only(peer.family()).first())
        .orElse(Optional.of(peer))
        .map(server -> new Attempt.Opening(hook, by, peer, server, port, true));
  }

  private static Fate fate(Judgement judgement) {
    return switch (judgement) {
      case ACCEPTED -> Fate.ACCEPTED;
      case REFUSED -> Fate.REFUSED;
      case OBSERVED -> Fate.OBSERVED;
      case UNJUDGED -> Fate.UNJUDGED;
    };
  }
}
