package org.postern.target.mail.exim;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.policy.Refusal;

/** The files of one rule; each is there as long as the configuration may name it. */
enum RuleFile {
  HOSTS("hosts"),
  REPLY("reply"),
  SPARE("spare"),
  DEFER("defer"),
  REJECT("reject"),
  OBSERVE("observe");

  /** The files that are lists of domains. */
  static final List<RuleFile> LISTS = List.of(DEFER, REJECT, OBSERVE);

  /** The lists whose domains are refused. */
  static final List<RuleFile> REFUSING = List.of(DEFER, REJECT);

  private static final Pattern NAME =
      Pattern.compile("([a-z][a-z0-9-]{0,31})\\.(hosts|reply|spare|defer|reject|observe)");

  private final String ending;

  RuleFile(String ending) {
    this.ending = ending;
  }

  /** Returns the name of this file of a rule. */
  String of(String rule) {
    return rule + "." + ending;
  }

  /** Returns the rule whose file a name is; empty when it is the name of no such file. */
  static Optional<String> rule(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns the list of a verdict. */
  static RuleFile of(Refusal verdict) {
    return switch (verdict) {
      case DEFER -> DEFER;
      case REJECT, DROP -> REJECT;
      case OBSERVE -> OBSERVE;
    };
  }

  /** Returns what becomes of mail for the domains of a list, as a verb. */
  String done() {
    return switch (this) {
      case DEFER -> "defers";
      case REJECT -> "rejects";
      case OBSERVE -> "observes";
      case HOSTS, REPLY, SPARE ->
          throw new IllegalStateException(ending + " is no list of domains");
    };
  }
}
