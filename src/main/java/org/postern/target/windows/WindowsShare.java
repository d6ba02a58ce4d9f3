package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.FilterRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Rule;
import org.postern.policy.Verdict;
import org.postern.target.Target;

/** What of a ruleset Windows Firewall can hold; whatever is left out is said. */
final class WindowsShare {
  private final List<String> notes = new ArrayList<>();

  private WindowsShare() {}

  static Target.Share of(Ruleset ruleset, WindowsOptions options) {
    WindowsShare share = new WindowsShare();
    List<FilterRule> rules = new ArrayList<>();
    for (FilterRule rule : ruleset.rules()) {
      if (options.takes(rule.name())) {
        share.held(rule).ifPresent(rules::add);
      }
    }
    return new Target.Share(new Ruleset(rules), share.notes);
  }

  private Optional<FilterRule> held(FilterRule rule) {
    if (rule.otherwise().filter(Verdict.OBSERVE::equals).isPresent()) {
      note(rule, "only observes, which Windows Firewall cannot: nothing is written for it");
      return Optional.empty();
    }
    AddressSet peers = reachable(rule);
    if (peers.equals(space(rule))) {
      note(rule, "accepts everybody: there is nobody to block, and nothing is written for it");
      return Optional.empty();
    }
    if (rule.log().isPresent()) {
      note(rule, "is not logged: Windows Firewall logs by profile, not by rule");
    }
    if (rule.running() == Rule.Running.CUT) {
      note(rule, "leaves to Windows what becomes of connections that are open already");
    }
    return Optional.of(
        new FilterRule(
            rule.name(),
            rule.hooks(),
            rule.interfaces(),
            rule.servers(),
            rule.port(),
            new Peers.Only(peers),
            rule.otherwise(),
            Rule.Running.KEEP,
            Optional.empty(),
            rule.openUntil()));
  }

  /** The peers of the families that the servers have. */
  private static AddressSet reachable(FilterRule rule) {
    return rule.peers().asSet().intersect(space(rule));
  }

  private static AddressSet space(FilterRule rule) {
    AddressSet space = AddressSet.none();
    for (Family family : Family.values()) {
      if (rule.servers().map(servers -> !servers.isEmpty(family)).orElse(true)) {
        space = space.union(AddressSet.all(family));
      }
    }
    return space;
  }

  private void note(FilterRule rule, String what) {
    notes.add("rule " + rule.name() + " " + what);
  }
}
