package org.postern.target.api.kerio;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.plan.AccessRule;

/** The purpose of an entry of ours, told by its description, by which ours are known. */
sealed interface Mark {
  /** An entry for an address that the rule accepts. */
  record Member() implements Mark {}

  /**
   * The one with the addresses of the server itself, which tells the rule.
   *
   * @param rule the name of the rule
   */
  record Head(String rule) implements Mark {}

  /**
   * The entry with all addresses, for a while.
   *
   * @param until the time when the rule closes
   */
  record Open(Instant until) implements Mark {}

  /** The one with all addresses, where no rule is: a group without entries is none. */
  record NoRule() implements Mark {}

  /** Returns the description of an entry of a target. */
  default String text(String target) {
    return "Postern %s: %s"
        .formatted(
            target,
            switch (this) {
              case Member _ -> "accepted";
              case Head head -> "accepted by rule " + head.rule();
              case Open open -> "open until " + open.until();
              case NoRule _ -> "no rule, open to all";
            });
  }

  /** Reads a description; empty where an entry is not one of that target. */
  static Optional<Mark> of(String description, String target) {
    String head = "Postern %s: ".formatted(target);
    return description.startsWith(head)
        ? read(description.substring(head.length()))
            .filter(mark -> mark.text(target).equals(description))
        : Optional.empty();
  }

  private static Optional<Mark> read(String text) {
    Matcher words = Words.FORM.matcher(text);
    if (!words.matches()) {
      return Optional.empty();
    }
    Optional<String> rule = Optional.ofNullable(words.group("rule"));
    if (rule.isPresent()) {
      return rule.map(Head::new);
    }
    Optional<String> until = Optional.ofNullable(words.group("until"));
    if (until.isPresent()) {
      return until.flatMap(Mark::time).map(Open::new);
    }
    return Optional.of(text.equals("accepted") ? new Member() : new NoRule());
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text)).filter(AccessRule::isClosingTime);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The forms of the second half of a description. */
  final class Words {
    private static final Pattern FORM =
        Pattern.compile(
            "accepted|accepted by rule (?<rule>[a-z][a-z0-9-]{0,31})"
                + "|open until (?<until>[0-9TZ:.-]{1,40})|no rule, open to all");

    private Words() {}
  }
}
