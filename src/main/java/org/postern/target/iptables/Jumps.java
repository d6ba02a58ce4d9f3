package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The jumps from the built-in chains to ours: one for each hook that is needed, as the first rule
 * of its chain, because what other rules accept or drop before it is never judged.
 *
 * @param meant the jump that belongs into the built-in chain of each hook that needs one
 * @param unwanted jumps to our chains that are not as ours, or not first
 * @param missing the hooks whose jump has to be added
 */
record Jumps(Map<Hook, String> meant, List<Saved.Entrance> unwanted, List<Hook> missing) {
  Jumps {
    meant = Map.copyOf(meant);
    unwanted = List.copyOf(unwanted);
    missing = List.copyOf(missing);
  }

  static Jumps of(Ruleset ruleset, Family family, Saved table) {
    Map<Hook, String> meant = new EnumMap<>(Hook.class);
    RuleChains.hooks(ruleset)
        .forEach(hook -> meant.put(hook, RuleChains.jump(ruleset, hook, family)));
    List<Saved.Entrance> unwanted = new ArrayList<>();
    List<Hook> missing = new ArrayList<>(meant.keySet());
    for (Saved.Entrance entrance : table.entrances()) {
      boolean first =
          entrance.number() == 1 && missing.removeIf(hook -> leads(entrance, hook, meant));
      if (!first) {
        unwanted.add(entrance);
      }
    }
    return new Jumps(meant, unwanted, missing);
  }

  private static boolean leads(Saved.Entrance entrance, Hook hook, Map<Hook, String> meant) {
    return entrance.chain().equals(Names.builtIn(hook))
        && Optional.ofNullable(meant.get(hook))
            .filter(jump -> entrance.rule().line().equals(RuleLine.parse(jump)))
            .isPresent();
  }

  /** Returns the anomalies in words. */
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

  private boolean isOurs(Saved.Entrance entrance) {
    return meant.keySet().stream().anyMatch(hook -> leads(entrance, hook, meant));
  }
}
