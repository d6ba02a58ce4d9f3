package org.postern.plan;

/** The reason why a rule cannot be compiled; nothing is changed while there is one. */
public sealed interface Obstacle {
  /** Returns the rule that cannot be compiled. */
  String rule();

  /** Returns the reason in words. */
  String why();

  /** Returns the remedy in words; empty when the reason says it. */
  default String fix() {
    return "";
  }

  /** A source of its sets never answered. */
  record Unanswered(String rule, String why, String fix) implements Obstacle {}

  /** A list of its sets is not there, and there is no last good one. */
  record Missing(String rule, String why, String fix) implements Obstacle {}

  /** A list of its sets may not be read by this user, and there is no last good one. */
  record Forbidden(String rule, String why, String fix) implements Obstacle {}

  /** A guard holds the first use of a set. */
  record Blocked(String rule, String why, String fix) implements Obstacle {}

  /** The rule would accept no peer without saying so. */
  record NoPeers(String rule, String why, String fix) implements Obstacle {}

  /** A set of it cannot be widened within its budget. */
  record OverBudget(String rule, String why, String fix) implements Obstacle {}

  /** The target cannot do what it asks for. */
  record Unfit(String rule, String why, String fix) implements Obstacle {
    /** Creates an obstacle whose reason says what to do. */
    public Unfit(String rule, String why) {
      this(rule, why, "");
    }
  }
}
