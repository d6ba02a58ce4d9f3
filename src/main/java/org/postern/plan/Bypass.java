package org.postern.plan;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.postern.policy.Hook;

/**
 * How much comes past the filter: connections at port 25 from hosts that no rule accepts.
 *
 * @param accepted connections from accepted hosts
 * @param past the others, refused or observed
 */
public record Bypass(long accepted, long past) {
  private static final int SMTP = 25;

  /**
   * Returns what a target has counted: packets that open a connection. A client that is dropped and
   * tries again is counted each time.
   */
  public static Bypass of(
      Collection<AccessRule> rules, Map<String, Observation.Counters> counters) {
    long accepted = 0;
    long past = 0;
    for (AccessRule rule : rules) {
      Observation.Counters counted = counters.get(rule.name());
      if (counted != null && judgesMail(rule)) {
        accepted += counted.accepted();
        past += counted.refused();
      }
    }
    return new Bypass(accepted, past);
  }

  private static boolean judgesMail(AccessRule rule) {
    return rule.otherwise().isPresent()
        && switch (rule.scope()) {
          case Scope.Packets packets ->
              packets.ports().contains(SMTP) && !packets.hooks().equals(Set.of(Hook.OUTPUT));
          // The log of a mail server tells of those alone that it refused.
          case Scope.Mail _ -> false;
        };
  }

  /** Tells whether there is anything to tell a part of. */
  public boolean isKnown() {
    return accepted + past > 0;
  }

  /** Returns the number of all connections. */
  public long all() {
    return accepted + past;
  }

  /** Returns the part that comes past the filter, in hundredths. */
  public long percent() {
    return all() == 0 ? 0 : Math.round(100.0 * past / all());
  }

  /** Returns {@code 18 %}; few are not none, and nearly all are not all. */
  public String part() {
    if (past > 0 && percent() == 0) {
      return "less than 1 %";
    }
    return accepted > 0 && percent() == 100 ? "more than 99 %" : percent() + " %";
  }

  /** Returns {@code past the filter: 18 %}. */
  public String text() {
    return "past the filter: " + part();
  }
}
