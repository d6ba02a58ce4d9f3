package org.postern.command.simulate;

import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/** Notes rules on {@code smtp}, in commands that judge connections. */
public final class MailRules {
  private MailRules() {}

  /**
   * Tells which rules are left out: a connection has no recipient.
   *
   * @param done the word for what the command does with the other rules, such as {@code simulated}
   * @return whether there are any
   */
  public static boolean leftOut(Ruleset ruleset, String done, Reply.Builder reply) {
    boolean some = false;
    for (AccessRule rule : ruleset.rules()) {
      if (!rule.judgesPackets()) {
        some = true;
        reply.error(
            Line.Style.CAUTION,
            "rule %s is on smtp and judges deliveries: it is not %s here; postern why ADDR --for"
                    .formatted(rule.name(), done)
                + " DOMAIN tells its verdict");
      }
    }
    return some;
  }
}
