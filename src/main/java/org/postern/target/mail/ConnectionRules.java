package org.postern.target.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.target.Omission;
import org.postern.target.Projection;

/**
 * The rules of mail of a system that decides when a connection comes in: it knows neither the
 * recipient nor whether the client is going to prove who it is, and it closes the connection
 * without a word. To the sender that is a temporary failure. What else a rule may ask for is an
 * obstacle, by its capabilities.
 */
public final class ConnectionRules {
  private ConnectionRules() {}

  /**
   * Returns the part of the chosen rules that such a system holds. Pure.
   *
   * @param system the name of the system
   */
  public static Projection of(Projection chosen, String system) {
    Projection.Builder projection = chosen.further();
    for (AccessRule rule : chosen.held().rules()) {
      if (rule.scope() instanceof Scope.Mail mail) {
        if (!mail.reply().isEmpty()) {
          String cause =
              "gives no reply: %s closes the connection without a word".formatted(system);
          projection.note(rule, cause, Omission.Loss.LESS);
        }
        projection.hold(rule.withScope(silent(rule, mail)));
      } else {
        projection.hold(rule);
      }
    }
    return projection.build();
  }

  /** A rule that accepts any refuses no user and no recipient, whom it spares or not. */
  private static Scope.Mail silent(AccessRule rule, Scope.Mail mail) {
    return rule.otherwise().isEmpty() ? scope(mail.listener()) : mail.withoutReply();
  }

  /** Returns the scope of such a system: mail for all recipients, that of users too. */
  public static Scope.Mail scope() {
    return scope(Optional.empty());
  }

  /**
   * A rule as a file of such a system says it: all but its peers are deferred.
   *
   * @param openUntil as of {@link AccessRule}
   */
  public static AccessRule rule(String name, Peers peers, Optional<Instant> openUntil) {
    return new AccessRule(
        name,
        scope(),
        peers,
        peers instanceof Peers.Any ? Optional.empty() : Optional.of(Refusal.DEFER),
        Optional.empty(),
        openUntil);
  }

  /** Returns the time in a file until which a rule is open; empty where the text is none. */
  public static Optional<Instant> closingTime(String text) {
    try {
      return Optional.of(Instant.parse(text)).filter(AccessRule::isClosingTime);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Tells whether it refuses all but its peers now: it does not as long as it is open. */
  public static boolean refusesNow(AccessRule rule) {
    return rule.refusal() == Judgement.REFUSED && rule.openUntil().isEmpty();
  }

  private static Scope.Mail scope(Optional<Ports> listener) {
    return new Scope.Mail(new Recipients.All(), listener, false, "");
  }
}
