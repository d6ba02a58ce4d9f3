package org.postern.target.api.kerio;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;

/**
 * The meaning of the entries of a group.
 *
 * @param ruleset the ruleset of our entries
 * @param anomalies the differences from how a ruleset of ours is written, in words
 */
record Reading(Ruleset ruleset, List<String> anomalies) {
  private static final int NAMED = 10;

  Reading {
    anomalies = List.copyOf(anomalies);
  }

  /** Reads the entries of a target. */
  static Reading of(Contents contents, String target) {
    List<Interval> members = new ArrayList<>();
    TreeSet<String> rules = new TreeSet<>();
    List<Instant> open = new ArrayList<>();
    List<String> anomalies = new ArrayList<>();
    int free = 0;
    for (GroupEntry entry : contents.entries()) {
      Optional<Mark> mark = entry.mark(target);
      if (mark.isEmpty()) {
        continue;
      }
      Optional<Interval> letsIn = entry.letsIn();
      if (letsIn.isEmpty()) {
        anomalies.add("entry %s lets in no peer".formatted(Visible.text(entry.value().text())));
        continue;
      }
      switch (mark.get()) {
        case Mark.Member _ -> members.add(letsIn.get());
        case Mark.Head head -> {
          members.add(letsIn.get());
          rules.add(head.rule());
        }
        case Mark.Open one -> open.add(one.until());
        case Mark.NoRule _ -> free++;
      }
    }
    return free == 0
        ? ofRule(members, rules, open, anomalies)
        : ofNone(members.size() + open.size() + free - 1, anomalies);
  }

  /** Returns the reading of a group that lets all in: any further entry restricts no peer. */
  private static Reading ofNone(int more, List<String> anomalies) {
    if (more > 0) {
      anomalies.add(
          "%s %s beside that for all addresses"
              .formatted(Counted.of(more, "entry"), Counted.one(more, "stands", "stand")));
    }
    return new Reading(Ruleset.empty(), anomalies);
  }

  private static Reading ofRule(
      List<Interval> members, TreeSet<String> rules, List<Instant> open, List<String> anomalies) {
    if (rules.isEmpty()) {
      int left = members.size() + open.size();
      if (left > 0) {
        anomalies.add(Counted.of(left, "entry") + " of no rule");
      }
      return new Reading(Ruleset.empty(), anomalies);
    }
    AddressSet in = AddressSet.of(members.toArray(Interval[]::new));
    AddressSet own = SpecialPurpose.LOOPBACK.only(Family.IP);
    members.sort(Comparator.comparing(Interval::first));
    if (!in.union(own).intervals().equals(members)) {
      anomalies.add("entries overlap, are next to each other, or lack the server itself");
    }
    if (rules.size() > 1) {
      anomalies.add("entries of several rules: " + String.join(", ", rules));
    }
    if (open.size() > 1) {
      anomalies.add("the rule is open by %s".formatted(Counted.of(open.size(), "entry")));
    }
    AccessRule rule = KerioProjection.meaning(rules.first(), in);
    return new Reading(
        new Ruleset(List.of(rule.withOpenUntil(open.stream().max(Comparator.naturalOrder())))),
        anomalies);
  }

  /** Returns the entries of others that let peers past a rule, or may. */
  static List<Observation.Foreign> foreign(
      Contents contents, String target, String group, Ruleset held) {
    String where = "IP address group " + Visible.text(group);
    List<Observation.Foreign> found = new ArrayList<>();
    for (AccessRule rule : held.rules()) {
      TreeSet<String> past = new TreeSet<>();
      for (GroupEntry entry : contents.entries()) {
        boolean others = entry.enabled() && entry.mark(target).isEmpty();
        if (others && !entry.letsIn().filter(in -> accepts(rule, in)).isPresent()) {
          past.add(Visible.text(entry.value().text()));
        }
      }
      if (!past.isEmpty()) {
        found.add(
            new Observation.Foreign(
                where,
                "lets %s past rule %s, by entries of others".formatted(some(past), rule.name())));
      }
    }
    return found;
  }

  private static boolean accepts(AccessRule rule, Interval letIn) {
    return rule.peers().asSet().union(SpecialPurpose.LOOPBACK).containsAll(AddressSet.of(letIn));
  }

  private static String some(TreeSet<String> all) {
    String shown = String.join(", ", all.stream().limit(NAMED).toList());
    return all.size() > NAMED ? "%s and %d more".formatted(shown, all.size() - NAMED) : shown;
  }
}
