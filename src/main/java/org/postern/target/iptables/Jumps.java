package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The ways from the built-in chains to ours: one for each hook that is needed, before all other
 * rules of its chain, because what others accept or drop before it is never judged.
 *
 * @param unwanted ways that are not ours, or are not first
 * @param missing the hooks whose way has to be made
 */
record Jumps(List<Saved.Entrance> unwanted, List<Hook> missing) {
  Jumps {
    unwanted = List.copyOf(unwanted);
    missing = List.copyOf(missing);
  }

  static Jumps of(Ruleset ruleset, Saved table) {
    Set<Hook> hooks = RuleChains.hooks(ruleset);
    List<Saved.Entrance> unwanted = new ArrayList<>();
    List<Hook> missing = new ArrayList<>(hooks);
    for (Saved.Entrance entrance : table.entrances()) {
      boolean first = entrance.number() == 1 && missing.removeIf(hook -> leads(entrance, hook));
      if (!first) {
        unwanted.add(entrance);
      }
    }
    return new Jumps(unwanted, missing);
  }

  private static boolean leads(Saved.Entrance entrance, Hook hook) {
    return entrance.chain().equals(Names.builtIn(hook))
        && entrance.rule().line().equals(RuleLine.parse(RuleChains.jump(hook)));
  }

  /** In words. */
  List<String> anomalies(Family family) {
    List<String> found = new ArrayList<>();
    for (Saved.Entrance entrance : unwanted) {
      found.add(
          "%s rule %d of chain %s leads to ours%s"
              .formatted(
                  family.label(),
                  entrance.number(),
                  entrance.chain(),
                  isOurs(entrance) ? ", and others stand before it" : ""));
    }
    missing.forEach(
        hook ->
            found.add(
                "%s chain %s does not begin with the way to ours"
                    .formatted(family.label(), Names.builtIn(hook))));
    return found;
  }

  private static boolean isOurs(Saved.Entrance entrance) {
    for (Hook hook : Hook.values()) {
      if (leads(entrance, hook)) {
        return true;
      }
    }
    return false;
  }
}
