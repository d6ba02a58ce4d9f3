package org.postern.plan.pass;

import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Obstacle;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.source.Resolution;

/**
 * Explains why a rule cannot be built as long as a source or domain list that it names has not
 * answered.
 */
final class Unanswered {
  private final Policy policy;
  private final Settled settled;

  Unanswered(Policy policy, Settled settled) {
    this.policy = policy;
    this.settled = settled;
  }

  /**
   * Returns the obstacle of a rule where a source of one of its sets has no answer, and never had.
   */
  Obstacle of(Rule rule, Resolution.Failed failed) {
    String fix = new WaysOut(policy, settled).of(failed);
    return switch (failed.why().cause()) {
      case MISSING, NO_LIST -> new Obstacle.Missing(rule.name(), why(failed), fix);
      case FORBIDDEN -> new Obstacle.Forbidden(rule.name(), why(failed), fix);
      case BAD_NAME,
          UNREADABLE,
          BLOCKED_TCP,
          LOOP,
          TOO_MANY,
          SERVFAIL,
          BOGUS,
          INSECURE,
          REFUSED,
          UNBOUNDED,
          MALFORMED,
          LAME,
          ELSEWHERE,
          UNTRUSTED,
          OTHER_RCODE,
          UNREACHABLE,
          DEADLINE,
          TIMEOUT,
          INTERRUPTED,
          UNCONFIRMED ->
          new Obstacle.Unanswered(rule.name(), why(failed), fix);
    };
  }

  private static String why(Resolution.Failed failed) {
    return "%s of %s (%s) has no answer and no last good one: %s"
        .formatted(
            failed.key().source(),
            failed.key().set(),
            failed.key().family().label(),
            failed.why().detail());
  }

  /**
   * Returns the obstacle of a rule where it is not known which domains it is for; empty where that
   * is known.
   */
  Optional<Obstacle> ofDomains(Rule rule) {
    if (!(rule.scope() instanceof RuleScope.Mail mail)) {
      return Optional.empty();
    }
    return mail.recipients().stream()
        .flatMap(name -> settled.domains(name).stream())
        .flatMap(set -> set.unknown().map(failure -> obstacle(rule, set, failure)).stream())
        .findFirst();
  }

  private static Obstacle obstacle(
      Rule rule, EffectiveDomains set, EffectiveDomains.Failure failure) {
    String why = failure.sentence(set.set());
    return switch (failure.cause()) {
      case MISSING -> new Obstacle.Missing(rule.name(), why, "write the list");
      case UNREADABLE -> new Obstacle.Missing(rule.name(), why, "mend the list");
      case NO_LIST -> new Obstacle.Missing(rule.name(), why, "name the file of the list");
      case FORBIDDEN -> new Obstacle.Forbidden(rule.name(), why, Code.FORBIDDEN_FIX);
      case BAD_NAME,
          BLOCKED_TCP,
          LOOP,
          TOO_MANY,
          SERVFAIL,
          BOGUS,
          INSECURE,
          REFUSED,
          UNBOUNDED,
          MALFORMED,
          LAME,
          ELSEWHERE,
          UNTRUSTED,
          OTHER_RCODE,
          UNREACHABLE,
          DEADLINE,
          TIMEOUT,
          INTERRUPTED,
          UNCONFIRMED ->
          new Obstacle.Unanswered(
              rule.name(), why, "see that this host can ask for the MX of its domains");
    };
  }
}
