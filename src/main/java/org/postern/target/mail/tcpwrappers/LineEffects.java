package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.target.mail.PrefixNames;
import org.postern.target.mail.tcpwrappers.Decisions.Decision;
import org.postern.target.mail.tcpwrappers.Options.Verdict;

/** The effects of the administrator's lines on a rule. */
record LineEffects(AccessRule rule, TcpwrappersOptions options) {
  /**
   * Returns all effects of a line on the rule.
   *
   * @param others the clients that the rule refuses
   */
  List<Effect> of(Decision decision, AddressSet others) {
    List<Effect> found = new ArrayList<>();
    String where = (decision.allowing() ? options.allow() : options.deny()).toString();
    String line = "its line %d \"%s\"".formatted(decision.line().number(), decision.line().text());
    AddressSet past = decision.clients().sure().intersect(others);
    boolean allows = decision.verdict() == Verdict.ALLOWS;
    if (allows && !past.isEmpty()) {
      boolean most = TcpwrappersConfiguration.isMost(past);
      found.add(
          TcpwrappersConfiguration.effect(
              rule,
              most ? Effect.Kind.NONE : Effect.Kind.PART,
              where,
              most
                  ? "lets all others in by " + line
                  : "lets past %s by %s".formatted(PrefixNames.some(past), line),
              most
                  ? new String[] {
                    "write \"ALL EXCEPT %s\" for its daemons, or take the line out of %s"
                        .formatted(options.daemon(), where)
                  }
                  : new String[0]));
    }
    if (isUntold(decision, others)) {
      found.add(
          TcpwrappersConfiguration.effect(
              rule,
              Effect.Kind.UNTOLD,
              where,
              "decides by %s, which goes by more than an address".formatted(line)));
    }
    return found;
  }

  private boolean isUntold(Decision decision, AddressSet others) {
    AddressSet maybe = decision.clients().possible();
    return switch (decision.verdict()) {
      case ALLOWS -> maybe.subtract(decision.clients().sure()).intersects(others);
      case DENIES -> maybe.subtract(decision.clients().sure()).intersects(rule.peers().asSet());
      case UNTOLD -> !maybe.isEmpty();
    };
  }
}
