package org.postern.target.windows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;

/** The part of a ruleset that Windows Firewall can hold; all that is left out is noted. */
final class WindowsProjection {
  /** How many addresses a note names. */
  private static final int NAMED = 3;

  private final Projection.Builder projection = Projection.builder();
  private final WindowsOptions options;

  private WindowsProjection(WindowsOptions options) {
    this.options = options;
  }

  static Projection of(Ruleset ruleset, WindowsOptions options) {
    WindowsProjection windows = new WindowsProjection(options);
    for (AccessRule rule : ruleset.rules()) {
      if (options.rules().takes(rule)) {
        windows.held(rule).ifPresent(windows.projection::hold);
      } else {
        windows.projection.leaveOut(rule, "is not among the rules that the policy gives it");
      }
    }
    return windows.projection.build();
  }

  private Optional<AccessRule> held(AccessRule rule) {
    if (!rule.judgesPackets()) {
      return Optional.of(rule);
    }
    if (rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent()) {
      projection.note(
          rule,
          "only observes, which Windows Firewall cannot: nothing is written for it",
          Loss.LESS);
      return Optional.empty();
    }
    Optional<AddressSet> servers = rule.packets().servers().map(Refused::withoutServers);
    if (servers.filter(AddressSet::isEmpty).isPresent()) {
      projection.note(
          rule,
          "is for the loopback alone, which Windows does not filter: nothing is written",
          Loss.NOTHING);
      return Optional.empty();
    }
    AddressSet space = space(servers);
    AddressSet accepted = rule.peers().asSet().intersect(space);
    AddressSet peers = Refused.without(accepted).intersect(space);
    AddressSet others = space.subtract(peers).subtract(Refused.LOOPBACK);
    if (others.isEmpty()) {
      projection.note(
          rule,
          "accepts every peer: there is none to block, and nothing is written for it",
          Loss.NOTHING);
      return Optional.empty();
    }
    noteRefused(rule, accepted);
    Optional<AddressSet> judged = servers.map(all -> judged(all, rule, others));
    if (rule.log().isPresent()) {
      projection.note(
          rule, "is not logged: Windows Firewall logs by profile, not by rule", Loss.LESS);
    }
    if (rule.packets().running() == Rule.Running.CUT) {
      projection.note(
          rule, "leaves to Windows what becomes of connections that are open already", Loss.LESS);
    }
    return Optional.of(
        new AccessRule(
            rule.name(),
            rule.packets().withServers(judged).withRunning(Rule.Running.KEEP),
            new Peers.Only(peers.intersect(space(judged))),
            rule.otherwise(),
            Optional.empty(),
            rule.openUntil()));
  }

  /**
   * Returns the servers without those of a family of which all peers are accepted: blocks are then
   * not written.
   */
  private AddressSet judged(AddressSet servers, AccessRule rule, AddressSet others) {
    AddressSet judged = servers;
    for (Family family : Family.values()) {
      if (others.isEmpty(family) && !options.allows(rule.name())) {
        judged = judged.subtract(AddressSet.all(family));
      }
    }
    return judged;
  }

  private void noteRefused(AccessRule rule, AddressSet accepted) {
    List<Interval> refused = Refused.of(accepted);
    if (!refused.isEmpty()) {
      String first =
          refused.stream().limit(NAMED).map(Interval::toString).collect(Collectors.joining(", "));
      String more = refused.size() > NAMED ? " and %d more".formatted(refused.size() - NAMED) : "";
      projection.note(
          rule,
          "leaves out "
              + first
              + more
              + ": Windows refuses it in a list, does not filter the loopback, and no connection"
              + " comes from a multicast address",
          Loss.NOTHING);
    }
  }

  /** Returns all addresses of the families that the servers have. */
  private static AddressSet space(Optional<AddressSet> servers) {
    AddressSet space = AddressSet.none();
    for (Family family : Family.values()) {
      if (servers.map(some -> !some.isEmpty(family)).orElse(true)) {
        space = space.union(AddressSet.all(family));
      }
    }
    return space;
  }
}
