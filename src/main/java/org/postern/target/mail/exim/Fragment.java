package org.postern.target.mail.exim;

import java.util.ArrayList;
import java.util.List;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.Replies;

/**
 * The statements that an administrator adds to the ACL for recipients. They name the files of a
 * rule and nothing that changes: lists are defined in place, as panels have none for them in the
 * main part.
 *
 * <p>Domains come before hosts, so that a missing list of peers keeps mail of other domains going.
 * The empty host spares what is submitted without TCP; loopback is spared in both families.
 */
record Fragment(EximOptions options) {
  private static final String SPARED_HOSTS = ": 127.0.0.0/8 : ::::1 : ";

  /**
   * An option of a list of names: while no name server answers, a client is not in the list, where
   * Exim would otherwise refuse its mail for now, and a rule that observes refuses none. It counts
   * only in the list itself, and not in a file that the list names.
   */
  private static final String WHATEVER_DNS_SAYS = "+ignore_defer : ";

  /** Returns the three statements of a rule. */
  List<AclText.Statement> statements(AccessRule rule) {
    return statements(rule.name(), !rule.names().isEmpty());
  }

  /**
   * Returns those statements for a rule that are among the given ones: with or without a look at
   * names.
   */
  List<AclText.Statement> among(List<AclText.Statement> there, AccessRule rule) {
    boolean mayAsk = rule.names().isEmpty() || ConnectionRules.refusesNow(rule);
    for (boolean byName : mayAsk ? new boolean[] {false, true} : new boolean[] {true}) {
      List<AclText.Statement> some = statements(rule.name(), byName);
      if (there.containsAll(some)) {
        return some;
      }
    }
    return statements(rule);
  }

  private List<AclText.Statement> statements(String rule, boolean byName) {
    return List.of(
        new AclText.Statement("warn", lines(rule, RuleFile.OBSERVE, "", byName)),
        new AclText.Statement("defer", lines(rule, RuleFile.DEFER, "451 4.7.1 ", false)),
        new AclText.Statement("deny", lines(rule, RuleFile.REJECT, "550 5.7.1 ", false)));
  }

  private List<String> lines(String rule, RuleFile list, String code, boolean lenient) {
    List<String> lines = new ArrayList<>();
    lines.add("domains = " + options.path(list, rule));
    lines.add(
        "!hosts = "
            + SPARED_HOSTS
            + (lenient ? WHATEVER_DNS_SAYS : "")
            + options.path(RuleFile.HOSTS, rule));
    lines.add("!authenticated = " + content(RuleFile.SPARE, rule));
    if (list == RuleFile.OBSERVE) {
      lines.add("log_message = %s for $domain".formatted(Replies.observed(rule)));
    } else {
      String reply = content(RuleFile.REPLY, rule);
      lines.add(
          "message = %s${if eq{%s}{}{%s}{%s}}".formatted(code, reply, Replies.DEFAULT, reply));
      lines.add("log_message = postern: %s refused".formatted(rule));
    }
    return lines;
  }

  /** Returns an expression that reads a file; what is read so is not expanded. */
  private String content(RuleFile file, String rule) {
    return "${readfile{%s}{}}".formatted(options.path(file, rule));
  }

  /** Returns the lines for all rules of a ruleset that judge. */
  String text(Ruleset ruleset) {
    StringBuilder text = new StringBuilder();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        text.append("# rule ").append(rule.name()).append('\n');
        for (AclText.Statement statement : statements(rule)) {
          text.append("  ").append(statement.verb()).append('\n');
          statement.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        }
      }
    }
    return text.toString();
  }
}
