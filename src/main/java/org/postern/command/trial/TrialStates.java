package org.postern.command.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;

/**
 * Two rulesets that differ in many peers, and connections on which both have the same verdict.
 * Pure.
 *
 * @param one the ruleset that is tried
 * @param other that ruleset with every other interval left out, and others added
 * @param kept the connections of peers that both accept
 * @param others the connections of peers that neither accepts
 */
record TrialStates(
    Ruleset one, Ruleset other, List<Attempt.Opening> kept, List<Attempt.Opening> others) {
  /**
   * The number of connections of each kind: many at once are judged at many moments of a change.
   */
  private static final int EACH = 4;

  private static final int ADDED = 500;

  /** Addresses of laboratories (RFC 2544, RFC 5180), of which no peer is. */
  private static final List<Address> LABORATORIES =
      List.of(
          Address.ofBytes(new byte[] {(byte) 198, 18, 64, 0}),
          new Address(Family.IP6, 0x2001_0002_0000_0064L, 0));

  TrialStates {
    kept = List.copyOf(kept);
    others = List.copyOf(others);
  }

  /**
   * Chooses the rulesets and connections.
   *
   * @param packets the packets that can be sent
   */
  static TrialStates of(Ruleset ruleset, List<Attempt.Opening> packets) {
    List<Attempt.Opening> kept = new ArrayList<>();
    AddressSet.Builder staying = AddressSet.builder();
    for (Attempt.Opening packet : packets) {
      if (kept.size() < EACH && ruleset.verdict(packet) == Judgement.ACCEPTED) {
        kept.add(packet);
        staying.add(packet.peer());
      }
    }
    AddressSet.Builder never = AddressSet.builder();
    for (Attempt.Opening packet : packets) {
      never.add(packet.peer()).add(packet.server());
    }
    Ruleset other = changed(ruleset, staying.build(), never.build());
    List<Attempt.Opening> others =
        packets.stream()
            .filter(packet -> isRefused(ruleset, packet) && isRefused(other, packet))
            .limit(EACH)
            .toList();
    return new TrialStates(ruleset, other, kept, others);
  }

  private static boolean isRefused(Ruleset ruleset, Attempt.Opening packet) {
    return ruleset.verdict(packet) == Judgement.REFUSED;
  }

  private static Ruleset changed(Ruleset ruleset, AddressSet staying, AddressSet never) {
    return new Ruleset(
        ruleset.rules().stream()
            .map(
                rule ->
                    switch (rule.peers()) {
                      case Peers.Any _ -> rule;
                      case Peers.Only only ->
                          rule.withPeers(new Peers.Only(changed(only.addresses(), staying, never)));
                    })
            .toList());
  }

  /** A set that is empty stays so: to accept no peer is another rule. */
  private static AddressSet changed(AddressSet peers, AddressSet staying, AddressSet never) {
    if (peers.isEmpty()) {
      return peers;
    }
    AddressSet.Builder result = AddressSet.builder();
    int at = 0;
    for (Interval interval : peers.intervals()) {
      if (at % 2 == 0 || staying.intersects(AddressSet.of(interval))) {
        result.add(interval);
      }
      at++;
    }
    AddressSet.Builder added = AddressSet.builder();
    for (Address first : LABORATORIES) {
      if (!peers.isEmpty(first.family())) {
        addTo(added, first);
      }
    }
    return result.add(added.build().subtract(never)).build();
  }

  /** Adds every other address, so that they do not become few prefixes. */
  private static void addTo(AddressSet.Builder added, Address first) {
    Optional<Address> at = Optional.of(first);
    for (int i = 0; i < 2 * ADDED && at.isPresent(); i++) {
      if (i % 2 == 0) {
        added.add(at.get());
      }
      at = at.get().next();
    }
  }

  /** Returns the number of prefixes by which one becomes the other. */
  long prefixes() {
    long count = 0;
    for (AccessRule rule : one.rules()) {
      AddressSet before = rule.peers().asSet();
      AddressSet after =
          other.rules().stream()
              .filter(candidate -> candidate.name().equals(rule.name()))
              .map(candidate -> candidate.peers().asSet())
              .findFirst()
              .orElse(before);
      for (Prefix _ : before.subtract(after).union(after.subtract(before)).prefixes()) {
        count++;
      }
    }
    return count;
  }
}
