package org.postern.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Plan;
import org.postern.plan.SeenPeer;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * The peers that a rule has let through so far, because it only observed or was open, and that it
 * would refuse from now on.
 *
 * @param peers the peers, the newest first
 * @param unknown the reason why they cannot be told; empty when they can, or when no rule begins to
 *     refuse
 */
public record Foreseen(List<SeenPeer> peers, Optional<String> unknown) {
  /** The peers where no rule begins to refuse. */
  public static final Foreseen NOTHING = new Foreseen(List.of(), Optional.empty());

  public Foreseen {
    peers = List.copyOf(peers);
  }

  /**
   * Returns the peers that a target remembers, which is asked only if some rule begins to refuse.
   */
  public static Foreseen of(Plan plan, Target target, Instant now) {
    List<AccessRule> beginning =
        plan.after().rules().stream().filter(rule -> begins(plan, rule, now)).toList();
    if (beginning.isEmpty()) {
      return NOTHING;
    }
    Optional<Facets.RefusedPeers> seen = target.facets().refusedPeers();
    if (seen.isEmpty()) {
      return unknown("it does not remember them");
    }
    try {
      return new Foreseen(refused(beginning, seen.get().read()), Optional.empty());
    } catch (TargetException e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private static Foreseen unknown(String why) {
    return new Foreseen(
        List.of(), Optional.of("whom rules have observed so far cannot be told: " + why));
  }

  private static boolean begins(Plan plan, AccessRule rule, Instant now) {
    return rule.refusal(now) == Judgement.REFUSED
        && plan.before()
            .owned()
            .rule(rule.name())
            .filter(held -> held.refusal(now) == Judgement.OBSERVED)
            .isPresent();
  }

  private static List<SeenPeer> refused(List<AccessRule> rules, List<SeenPeer> seen) {
    List<SeenPeer> found = new ArrayList<>();
    for (AccessRule rule : rules) {
      seen.stream()
          .filter(one -> one.rule().equals(rule.name()) && !rule.peers().contains(one.peer()))
          .forEach(found::add);
    }
    found.sort(
        Comparator.<SeenPeer, Duration>comparing(SeenPeer::ago).thenComparing(SeenPeer::peer));
    return found;
  }
}
