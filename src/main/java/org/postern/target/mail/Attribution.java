package org.postern.target.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.host.log.line.Rejection;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;

/**
 * Finds the rule that a client has met, from what a mail server's log tells. An observed client is
 * logged with the rule's name; a refused one is known by the reply, and where several rules have
 * the same reply, by the recipient's domain.
 */
final class Attribution {
  private static final Pattern NAMED =
      Pattern.compile("postern:? (?<rule>[^ ]+) (?:refused|observed)");

  private final Map<String, AccessRule> rules = new LinkedHashMap<>();

  /** Creates the attribution to the rules of mail of a ruleset. */
  Attribution(Ruleset held) {
    held.rules().stream()
        .filter(rule -> !rule.judgesPackets())
        .forEach(rule -> rules.put(rule.name(), rule));
  }

  Set<String> rules() {
    return rules.keySet();
  }

  /** Returns the name of the rule; empty where it is none of these. */
  Optional<String> rule(Rejection one) {
    Matcher named = NAMED.matcher(one.text());
    if (named.matches()) {
      return Optional.of(named.group("rule")).filter(rules::containsKey);
    }
    List<AccessRule> alike = new ArrayList<>();
    for (AccessRule rule : rules.values()) {
      if (reply(rule).filter(one.text()::equals).isPresent()) {
        alike.add(rule);
      }
    }
    alike.sort((a, b) -> Integer.compare(fitness(b, one), fitness(a, one)));
    return alike.stream().findFirst().map(AccessRule::name);
  }

  /**
   * Returns the reply of a rule; a rule that does not refuse now may be about to, or have refused
   * before.
   */
  private static Optional<String> reply(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Packets _ -> Optional.empty();
      case Scope.Mail mail -> Optional.of(Replies.of(mail));
    };
  }

  /**
   * Returns how well a rule fits a rejection. The domain tells more than the code, which {@code
   * soft_bounce} of Postfix changes.
   */
  private static int fitness(AccessRule rule, Rejection one) {
    boolean judges =
        rule.scope() instanceof Scope.Mail mail
            && one.domain().map(mail.recipients()::contains).orElse(false);
    boolean code =
        rule.otherwise()
            .filter(
                refusal ->
                    refusal
                        == (one.kind() == Rejection.Kind.REJECTED ? Refusal.REJECT : Refusal.DEFER))
            .isPresent();
    return (judges ? 2 : 0) + (code ? 1 : 0);
  }
}
