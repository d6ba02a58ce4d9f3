package org.postern.target.mail.opensmtpd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of one rule; each is there as long as smtpd.conf may name it. */
enum TableFile {
  PEERS("peers"),
  DOMAINS("domains"),
  EXCEPT("except");

  private static final Pattern NAME =
      Pattern.compile("([a-z][a-z0-9-]{0,31})\\.(peers|domains|except)");

  private final String ending;

  TableFile(String ending) {
    this.ending = ending;
  }

  /** Returns the name of this table's file of a rule. */
  String of(String rule) {
    return rule + "." + ending;
  }

  /** Returns the name of the table in the lines of ours. */
  String table(String rule) {
    return "postern-%s-%s".formatted(rule, ending);
  }

  /** Returns the rule whose file a name is; empty when it is the name of no such file. */
  static Optional<String> rule(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
