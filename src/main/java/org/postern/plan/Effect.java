package org.postern.plan;

import java.util.List;

/**
 * The effect of the rules of others on what a rule of ours lets through.
 *
 * @param rule the name of our rule
 * @param kind how much of it is left
 * @param where the place that decides, as its packet filter names it
 * @param why the reason in words that follow the place
 * @param remedies lines to run, each of which lets it through there; empty where none is known
 */
public record Effect(String rule, Kind kind, String where, String why, List<String> remedies) {
  public Effect {
    remedies = List.copyOf(remedies);
  }

  /** The part that is left. */
  public enum Kind {
    /** The rule does more than it is meant to: it keeps users out, for what others have set. */
    HARM("harm"),
    /** The rule does what it is meant to, but for a part that the words tell. */
    PART("part"),
    /** Nothing is left: others drop all of it, so the rule has no effect. */
    NONE("none"),
    /**
     * Some is left, or it cannot be told: the conditions of others are about more than is known
     * here.
     */
    UNTOLD("untold");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns the word that is printed. */
    public String text() {
      return text;
    }
  }

  /** Tells whether the rule keeps users out. */
  public boolean isHarm() {
    return kind == Kind.HARM;
  }

  /** Tells whether the rule has no effect. */
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Returns the effect as one sentence. */
  public String sentence() {
    return switch (kind) {
      case NONE -> "rule %s has no effect: %s %s".formatted(rule, where, why);
      case UNTOLD ->
          "whether rule %s has its whole effect cannot be told: %s %s".formatted(rule, where, why);
      case PART, HARM -> "rule %s: %s %s".formatted(rule, where, why);
    };
  }
}
