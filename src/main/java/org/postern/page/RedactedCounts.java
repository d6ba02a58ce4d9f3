package org.postern.page;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.page.html.Words;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;

/** How much of a subject is withheld: the counts stay. */
final class RedactedCounts {
  private final Subject whole;
  private final Secret secret;

  RedactedCounts(Subject whole, Secret secret) {
    this.whole = whole;
    this.secret = secret;
  }

  /** What the rulesets before and after lack, and the sets. */
  Withheld withheld(Collection<String> sets, Ruleset after, Optional<Ruleset> before) {
    Map<String, Integer> entries = new LinkedHashMap<>();
    sets.forEach(set -> entries.put(set, 0));
    for (EffectiveEntry entry : whole.prepared().meaning().settled().rows()) {
      if (secret.hides(entry.key().set())
          || secret.touches(AddressSet.of(entry.entry().interval()))) {
        entries.merge(entry.key().set(), 1, Integer::sum);
      }
    }
    Map<String, Integer> peers = new LinkedHashMap<>();
    for (AccessRule rule : whole.prepared().meaning().ruleset().rules()) {
      note(peers, rule.name(), count(rule) - after.rule(rule.name()).map(this::count).orElse(0));
    }
    Map<String, Integer> added = new LinkedHashMap<>();
    Map<String, Integer> removed = new LinkedHashMap<>();
    if (before.isPresent()) {
      changed(whole.basis().orElseThrow().ruleset(), rules(), 1, added, removed);
      changed(before.get(), after, -1, added, removed);
    }
    return new Withheld(List.copyOf(sets), entries, peers, positive(added), positive(removed));
  }

  private Ruleset rules() {
    return whole.prepared().meaning().ruleset();
  }

  private static void changed(
      Ruleset before,
      Ruleset after,
      int sign,
      Map<String, Integer> added,
      Map<String, Integer> removed) {
    for (Change change : ChangeSection.plan(before, after).changes()) {
      if (change instanceof Change.PeersChanged one) {
        added.merge(one.rule(), sign * Words.count(one.added()), Integer::sum);
        removed.merge(one.rule(), sign * Words.count(one.removed()), Integer::sum);
      }
    }
  }

  private int count(AccessRule rule) {
    return rule.peers() instanceof Peers.Only only ? Words.count(only) : 0;
  }

  /** Where neighbours are withheld there can be more prefixes of what is left than of the whole. */
  private static void note(Map<String, Integer> counts, String name, int count) {
    if (count > 0) {
      counts.put(name, count);
    }
  }

  private static Map<String, Integer> positive(Map<String, Integer> counts) {
    Map<String, Integer> rest = new LinkedHashMap<>();
    counts.forEach((name, count) -> note(rest, name, count));
    return rest;
  }
}
