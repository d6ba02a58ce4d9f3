package org.postern.target.mail.opensmtpd;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;

/**
 * The lines that an administrator adds to smtpd.conf(5). They come first: the first {@code match}
 * that fits decides, and theirs only ever rejects.
 */
record MatchLines(OpensmtpdOptions options) {
  /** Returns the tables of a rule, and the line that names them. */
  private String text(AccessRule rule) {
    StringBuilder text = new StringBuilder();
    for (TableFile file : TableFile.values()) {
      text.append(
          "table \"%s\" \"file:%s\"\n"
              .formatted(file.table(rule.name()), options.path(file, rule.name())));
    }
    return text.append("match !from src <\"%s\"> ".formatted(TableFile.PEERS.table(rule.name())))
        .append("for domain <\"%s\"> ".formatted(TableFile.DOMAINS.table(rule.name())))
        .append("!rcpt-to <\"%s\"> ".formatted(TableFile.EXCEPT.table(rule.name())))
        .append(spares(rule) ? "!auth reject\n" : "reject\n")
        .toString();
  }

  static boolean spares(AccessRule rule) {
    return rule.scope() instanceof Scope.Mail mail && mail.spareAuthenticated();
  }

  /** Returns the lines for all rules of a ruleset that judge. */
  String text(Ruleset ruleset) {
    StringBuilder text = new StringBuilder();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        text.append(text(rule));
      }
    }
    return text.toString();
  }

  /** Tells whether a statement is that of a rule, whatever its tables are called. */
  boolean isOf(AccessRule rule, MatchRule match, Map<String, Path> tables) {
    Set<MatchRule.Condition> meant = new HashSet<>();
    meant.add(condition(true, "from src", TableFile.PEERS, rule));
    meant.add(condition(false, "for domain", TableFile.DOMAINS, rule));
    meant.add(condition(true, "rcpt-to", TableFile.EXCEPT, rule));
    if (spares(rule)) {
      meant.add(MatchRule.Condition.plain(true, "auth"));
    }
    Set<MatchRule.Condition> found = new HashSet<>();
    match.conditions().forEach(one -> found.add(named(one, tables)));
    return match.rejects() && found.equals(meant);
  }

  private MatchRule.Condition condition(
      boolean negated, String name, TableFile file, AccessRule rule) {
    return MatchRule.Condition.of(negated, name, options.path(file, rule.name()).toString());
  }

  /** Returns the condition with the file in place of the name of its table. */
  private static MatchRule.Condition named(MatchRule.Condition one, Map<String, Path> tables) {
    return one.table() && tables.containsKey(one.values().getFirst())
        ? MatchRule.Condition.of(
            one.negated(), one.name(), String.valueOf(tables.get(one.values().getFirst())))
        : one;
  }

  /** Returns the tables of ours that a configuration names, each by its name there. */
  List<String> tablesIn(SmtpdConf conf) {
    return conf.tableFiles().entrySet().stream()
        .filter(one -> options.folder().equals(one.getValue().getParent()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
