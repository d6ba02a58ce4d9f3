package org.postern.target.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.Omission;
import org.postern.target.Projection;

/** Of which rules lists are published; whatever is left out is said. */
final class FeedProjection {
  private final List<Omission> omissions = new ArrayList<>();

  private FeedProjection() {}

  static Projection of(Ruleset ruleset, FeedOptions options) {
    FeedProjection projection = new FeedProjection();
    List<AccessRule> held = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (options.rules().filter(names -> !names.contains(rule.name())).isPresent()) {
        projection.note(rule, "is not among its rules", Omission.Loss.REFUSES_LESS);
      } else {
        projection.held(rule).ifPresent(held::add);
      }
    }
    return new Projection(new Ruleset(held), projection.omissions);
  }

  private Optional<AccessRule> held(AccessRule rule) {
    if (!rule.judgesPackets()) {
      return Optional.of(rule);
    }
    if (rule.otherwise().isEmpty()) {
      note(rule, "accepts any peer: there is no list to publish", Omission.Loss.NOTHING);
      return Optional.empty();
    }
    if (rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent()) {
      note(
          rule,
          "only observes, and who reads a list would refuse: nothing is published",
          Omission.Loss.LESS);
      return Optional.empty();
    }
    if (rule.log().isPresent()) {
      note(rule, "is logged by what reads its list, or not at all", Omission.Loss.LESS);
    }
    if (rule.openUntil().isPresent()) {
      note(
          rule,
          "stays closed where its list is read, though it is open for a while: open it there",
          Omission.Loss.LESS);
    }
    return Optional.of(
        new AccessRule(
            rule.name(),
            rule.scope(),
            rule.peers(),
            rule.otherwise(),
            Optional.empty(),
            Optional.empty(),
            rule.opens()));
  }

  private void note(AccessRule rule, String what, Omission.Loss loss) {
    omissions.add(new Omission(rule.name(), what, loss));
  }
}
