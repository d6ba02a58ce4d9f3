package org.postern.policy.parse.edit;

import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.policy.Rule;
import org.postern.policy.parse.text.Words;

/** Finds what is wrong with an edit of a rule that is there, with names that are. */
final class RuleEditChecks {
  private RuleEditChecks() {}

  /** Checks that the rule can accept another set. */
  static Optional<Diagnostic> accept(Rule rule, String set) {
    return switch (rule.accept()) {
      case Rule.Accept.Any _ ->
          EditChecks.wrong(
              Code.CHANGE_SPOILS,
              rule.span(),
              "rule %s accepts any".formatted(Words.quoted(rule.name())),
              "write accept: [%s] and otherwise: into it with an editor".formatted(set));
      case Rule.Accept.None _ -> Optional.empty();
      case Rule.Accept.Sets sets when sets.names().contains(set) ->
          EditChecks.wrong(
              Code.ALREADY_SO,
              rule.span(),
              "rule %s accepts %s already".formatted(Words.quoted(rule.name()), Words.quoted(set)),
              "leave it");
      case Rule.Accept.Sets _ -> Optional.empty();
    };
  }

  /** A set to accept no more. */
  static Optional<Diagnostic> stop(Rule rule, String set) {
    List<String> names = rule.accept() instanceof Rule.Accept.Sets sets ? sets.names() : List.of();
    if (!names.contains(set)) {
      return EditChecks.wrong(
          Code.NOT_IN_POLICY,
          rule.span(),
          "rule %s does not accept %s".formatted(Words.quoted(rule.name()), Words.quoted(set)),
          Words.nearest(set, names)
              .map(near -> "name " + near)
              .orElseGet(
                  () -> names.isEmpty() ? "it names no set" : "it accepts " + Words.listed(names)));
    }
    return names.size() == 1
        ? EditChecks.wrong(
            Code.CHANGE_SPOILS,
            rule.span(),
            "rule %s would accept no peer".formatted(Words.quoted(rule.name())),
            "accept another set first; to close the port, write accept: none with an editor")
        : Optional.empty();
  }

  /** Checks that the rule can have another verdict for the rest. */
  static Optional<Diagnostic> otherwise(Rule rule, PolicyEdit.SetOtherwise set) {
    if (rule.otherwise().isEmpty()) {
      return EditChecks.wrong(
          Code.CHANGE_SPOILS,
          rule.span(),
          "rule %s accepts any, so that no peer is left".formatted(Words.quoted(rule.name())),
          "name the sets that it accepts with an editor");
    }
    return rule.otherwise().get() == set.verdict()
        ? EditChecks.wrong(
            Code.ALREADY_SO,
            rule.span(),
            "otherwise of rule %s is %s already"
                .formatted(Words.quoted(rule.name()), set.verdict().text()),
            "leave it, or name another verdict: drop, reject or observe")
        : Optional.empty();
  }
}
