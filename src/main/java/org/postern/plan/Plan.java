package org.postern.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;

/**
 * The changes from what a target holds to what it should hold.
 *
 * @param before the observation of the target
 * @param after the rules that it should hold
 * @param changes every difference, rules in the order of their names
 */
public record Plan(Observation before, Ruleset after, List<Change> changes) {
  public Plan {
    changes = List.copyOf(changes);
  }

  /** Compares an observation with a ruleset; targets of all kinds use this comparison. */
  public static Plan between(Observation before, Ruleset after) {
    List<Change> changes = new ArrayList<>();
    for (AccessRule rule : after.rules()) {
      Optional<AccessRule> found = before.owned().rule(rule.name());
      if (found.isEmpty()) {
        changes.add(new Change.RuleAdded(rule));
      } else {
        compare(found.get(), rule, changes);
      }
    }
    for (AccessRule rule : before.owned().rules()) {
      if (after.rule(rule.name()).isEmpty()) {
        changes.add(new Change.RuleRemoved(rule));
      }
    }
    before.anomalies().forEach(what -> changes.add(new Change.Repair(what)));
    return new Plan(before, after, changes);
  }

  /** Tells whether the target already holds exactly what is meant. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Returns the peers that pass now and will be refused, over all rules that refuse. A rule that is
   * opened for a limited time counts as one that refuses, because no question is asked when it
   * closes. To open a rule that refused already adds no peer; to close a rule before its time adds
   * every peer that it refuses.
   *
   * @param now tells which rules are open still
   */
  public AddressSet losing(Instant now) {
    AddressSet losing = AddressSet.none();
    for (Change change : changes) {
      losing =
          switch (change) {
            case Change.RuleAdded c -> losing.union(refusedBy(c.rule()));
            case Change.RuleChanged c -> losing.union(refusedAnew(c, now));
            case Change.PeersChanged c -> refuses(c.rule()) ? losing.union(c.removed()) : losing;
            case Change.RuleRemoved c -> losing;
            case Change.Repair c -> losing;
          };
    }
    return losing;
  }

  private boolean refuses(String name) {
    return after.rule(name).filter(rule -> rule.refusal() == Judgement.REFUSED).isPresent();
  }

  /**
   * A rule that refused these packets before newly refuses only the peers that it no longer
   * accepts, which {@link Change.PeersChanged} counts.
   */
  private static AddressSet refusedAnew(Change.RuleChanged change, Instant now) {
    AccessRule before = change.before();
    AccessRule after = change.after();
    return before.scope().containsAll(after.scope())
            && before.refusal() == Judgement.REFUSED
            && !before.isOpenLonger(after, now)
        ? AddressSet.none()
        : refusedBy(after);
  }

  private static AddressSet refusedBy(AccessRule rule) {
    return rule.refusal() == Judgement.REFUSED
        ? rule.peers().asSet().complement()
        : AddressSet.none();
  }

  private static void compare(AccessRule found, AccessRule wanted, List<Change> changes) {
    List<Change.Difference> what = differences(found, wanted);
    if (!what.isEmpty()) {
      changes.add(new Change.RuleChanged(found, wanted, what));
    }
    AddressSet had = found.peers().asSet();
    AddressSet wants = wanted.peers().asSet();
    if (!had.equals(wants)) {
      changes.add(new Change.PeersChanged(wanted.name(), wants.subtract(had), had.subtract(wants)));
    }
  }

  private static List<Change.Difference> differences(AccessRule a, AccessRule b) {
    List<Change.Difference> what = new ArrayList<>(ScopeDifferences.between(a.scope(), b.scope()));
    Change.Difference.note(what, "otherwise", otherwise(a), otherwise(b));
    Change.Difference.note(what, "log", log(a), log(b));
    Change.Difference.note(what, "open", open(a), open(b));
    Change.Difference.note(what, "opens", String.valueOf(a.opens()), String.valueOf(b.opens()));
    Change.Difference.note(what, "learns", String.valueOf(a.learns()), String.valueOf(b.learns()));
    return what;
  }

  private static String otherwise(AccessRule rule) {
    return rule.otherwise().map(Refusal::text).orElse("none");
  }

  private static String log(AccessRule rule) {
    return rule.log().map(rate -> rate.count() + "/" + rate.unit().text()).orElse("none");
  }

  private static String open(AccessRule rule) {
    return rule.openUntil().map(time -> "until " + time).orElse("no");
  }
}
