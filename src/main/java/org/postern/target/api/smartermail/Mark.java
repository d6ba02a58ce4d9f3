package org.postern.target.api.smartermail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The description by which entries are ours.
 *
 * @param target the name of the target
 * @param rule the rule that they are of
 */
record Mark(String target, String rule) {
  private static final String NAME = "([a-z][a-z0-9-]{0,31})";
  private static final Pattern TEXT = Pattern.compile("Postern " + NAME + ": rule " + NAME);

  /** Returns the text of the description. */
  String text() {
    return "Postern %s: rule %s".formatted(target, rule);
  }

  /** Returns the one that a description is; empty for an entry of others. */
  static Optional<Mark> of(String description) {
    Matcher matcher = TEXT.matcher(description);
    return matcher.matches()
        ? Optional.of(new Mark(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
