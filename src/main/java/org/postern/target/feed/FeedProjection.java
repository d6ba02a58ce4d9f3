package org.postern.target.feed;

import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.RuleChoice;

/** Finds the rules whose lists are published, and reports what is left out. */
final class FeedProjection {
  private final Projection.Builder projection = Projection.builder();

  private FeedProjection() {}

  static Projection of(Ruleset ruleset, FeedOptions options) {
    FeedProjection feed = new FeedProjection();
    for (AccessRule rule : ruleset.rules()) {
      if (options.rules().takes(rule)) {
        feed.held(rule).ifPresent(feed.projection::hold);
      } else {
        feed.projection.note(rule, RuleChoice.OTHERS, Omission.Loss.REFUSES_LESS);
      }
    }
    return feed.projection.build();
  }

  private Optional<AccessRule> held(AccessRule rule) {
    if (!rule.judgesPackets()) {
      return Optional.of(rule);
    }
    if (rule.otherwise().isEmpty()) {
      projection.note(rule, "accepts any peer: there is no list to publish", Omission.Loss.NOTHING);
      return Optional.empty();
    }
    if (rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent()) {
      projection.note(
          rule,
          "only observes, and who reads a list would refuse: nothing is published",
          Omission.Loss.LESS);
      return Optional.empty();
    }
    if (rule.log().isPresent()) {
      projection.note(rule, "is logged by what reads its list, or not at all", Omission.Loss.LESS);
    }
    if (rule.openUntil().isPresent()) {
      projection.note(
          rule,
          "stays closed where its list is read, though it is open for a while: open it there",
          Omission.Loss.LESS);
    }
    return Optional.of(rule.withoutLog().withOpenUntil(Optional.empty()));
  }
}
