package org.postern.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.page.html.Attribute;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;

/** Shows the rules as the policy has them. */
final class RulesSection {
  /** The most sets of domains that are named; further ones are only counted. */
  private static final int NAMED = 8;

  private RulesSection() {}

  static void write(Subject subject, Html html) {
    Sections.open("rules", html);
    Table table =
        new Table(
            "Rules in the order of the policy, which has no meaning: no two judge the same"
                + " connection",
            "Rule",
            "Hook",
            "Interfaces",
            "Servers",
            "Port",
            "Accepts",
            "Otherwise",
            "More",
            "Written at");
    for (Rule rule : subject.prepared().policy().rules()) {
      table.row(
          rule(rule),
          Field.text(hooks(rule.scope())),
          Field.text(interfaces(rule.scope())),
          Field.text(
              rule.packets()
                  .flatMap(RuleScope.Packets::servers)
                  .map(RuleWords::servers)
                  .orElse("any")),
          Field.text(rule.scope().portWords()),
          Field.text(accepts(rule)),
          Field.text(rule.otherwise().map(verdict -> verdict.text()).orElse("")),
          Field.text(more(rule)),
          Field.code(subject.place(rule.span())));
    }
    table.write(html);
    Sections.close(html);
  }

  private static String hooks(RuleScope scope) {
    return switch (scope) {
      case RuleScope.Packets packets ->
          Words.list(packets.hooks().stream().map(one -> one.text()).toList());
      case RuleScope.Mail _ -> scope.where(NAMED);
    };
  }

  private static String interfaces(RuleScope scope) {
    return switch (scope) {
      case RuleScope.Packets packets when !packets.interfaces().isEmpty() ->
          Words.list(packets.interfaces());
      case RuleScope.Packets _, RuleScope.Mail _ -> "any";
    };
  }

  private static Field rule(Rule rule) {
    return html -> html.leaf(Tag.A, rule.name(), Attribute.to("why-" + rule.name()));
  }

  private static String accepts(Rule rule) {
    return switch (rule.accept()) {
      case Rule.Accept.Any any -> "any";
      case Rule.Accept.None none -> "none";
      case Rule.Accept.Sets sets -> String.join(", ", sets.names());
    };
  }

  private static String more(Rule rule) {
    List<String> more = new ArrayList<>();
    if (!rule.never().isEmpty()) {
      more.add("never " + literals(rule.never()));
    }
    if (rule.unknown() == Rule.Unknown.CLOSED) {
      more.add("unknown: closed");
    }
    if (rule.packets().filter(one -> one.running() == Rule.Running.CUT).isPresent()) {
      more.add("running: cut");
    }
    rule.log().ifPresent(rate -> more.add("log %d/%s".formatted(rate.count(), rate.unit().text())));
    rule.review().ifPresent(day -> more.add("review " + day));
    if (rule.opens()) {
      more.add("opens");
    }
    return String.join(", ", more);
  }

  /** Returns literal sources as the policy has them, with their labels. */
  static String literals(List<LiteralSource> literals) {
    return Words.list(literals.stream().map(one -> one.interval() + label(one.label())).toList());
  }

  private static String label(String label) {
    return Optional.of(label)
        .filter(text -> !text.isEmpty())
        .map(text -> " (" + text + ")")
        .orElse("");
  }
}
