package org.postern.policy.parse.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.diagnostic.Span;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;

/**
 * The meaning that a policy is to have after an edit, told from its meaning before without looking
 * at any text. Places are left out, since they move.
 */
final class Expected {
  private static final Span NOWHERE = PolicyEdit.NOWHERE;

  private Expected() {}

  /** Returns the meaning of a policy alone: no places, no texts. */
  static Policy bare(Policy policy) {
    return new Policy(
        policy.file(),
        policy.sets().stream().map(Expected::bare).toList(),
        policy.domains().stream().map(Expected::bare).toList(),
        policy.rules().stream().map(Expected::bare).toList(),
        policy.protects(),
        policy.resolve(),
        policy.targets().stream().map(target -> target.at(NOWHERE)).toList(),
        List.of());
  }

  private static DomainSetDefinition bare(DomainSetDefinition set) {
    return new DomainSetDefinition(
        set.name(),
        NOWHERE,
        set.sources().stream().map(source -> source.withSpan(NOWHERE)).toList(),
        set.filtered(),
        set.subdomains(),
        set.never(),
        set.guard());
  }

  private static SetDefinition bare(SetDefinition set) {
    return new SetDefinition(
        set.name(),
        NOWHERE,
        set.sources().stream().map(source -> source.withSpan(NOWHERE)).toList(),
        set.never().stream().map(literal -> literal.withSpan(NOWHERE)).toList(),
        set.guard(),
        set.keep(),
        set.widen(),
        set.initial());
  }

  private static Rule bare(Rule rule) {
    return new Rule(
        rule.name(),
        NOWHERE,
        rule.scope(),
        rule.accept(),
        rule.otherwise(),
        rule.never().stream().map(literal -> literal.withSpan(NOWHERE)).toList(),
        rule.unknown(),
        rule.log(),
        rule.review(),
        rule.opens());
  }

  /**
   * Returns the policy that an edit asks for.
   *
   * @param before the policy as it was meant before
   */
  static Policy after(Policy before, PolicyEdit edit) {
    Policy policy = bare(before);
    UnaryOperator<String> resolved = path -> resolved(policy.file(), path);
    return switch (edit) {
      case PolicyEdit.AddSource add ->
          inSet(
              policy,
              add.set(),
              set ->
                  set.withSources(with(set.sources(), add.source().spec(resolved).orElseThrow())));
      case PolicyEdit.DropSource drop ->
          inSet(
              policy,
              drop.set().orElseThrow(),
              set ->
                  set.withSources(
                      set.sources().stream()
                          .filter(source -> !source.isNamedBy(drop.source()))
                          .toList()));
      case PolicyEdit.AddNever add ->
          inSet(
              policy,
              add.set(),
              set -> withNever(set, with(set.never(), add.addresses().literal().orElseThrow())));
      case PolicyEdit.DropNever drop ->
          inSet(
              policy,
              drop.set(),
              set ->
                  withNever(
                      set,
                      set.never().stream()
                          .filter(literal -> !literal.isNamedBy(drop.addresses()))
                          .toList()));
      case PolicyEdit.AddSet add ->
          policy.withSets(
              with(policy.sets(), set(add.name(), add.source().spec(resolved).orElseThrow())));
      case PolicyEdit.DropSet drop ->
          policy.withSets(
              policy.sets().stream().filter(set -> !set.name().equals(drop.name())).toList());
      case PolicyEdit.AddAccepted add -> accepting(policy, add.rule(), Optional.of(add.set()), "");
      case PolicyEdit.DropAccepted drop ->
          accepting(policy, drop.rule(), Optional.empty(), drop.set());
      case PolicyEdit.SetOtherwise set ->
          inRule(policy, set.rule(), rule -> rule.withOtherwise(set.verdict()));
    };
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }

  /** Returns the policy with one set changed. */
  static Policy inSet(Policy policy, String name, UnaryOperator<SetDefinition> change) {
    return policy.withSets(
        policy.sets().stream()
            .map(set -> set.name().equals(name) ? change.apply(set) : set)
            .toList());
  }

  private static Policy inRule(Policy policy, String name, UnaryOperator<Rule> change) {
    return policy.withRules(
        policy.rules().stream()
            .map(rule -> rule.name().equals(name) ? change.apply(rule) : rule)
            .toList());
  }

  private static Policy accepting(Policy policy, String name, Optional<String> more, String less) {
    return inRule(
        policy,
        name,
        rule -> {
          List<String> names = new ArrayList<>();
          if (rule.accept() instanceof Rule.Accept.Sets sets) {
            names.addAll(sets.names());
          }
          names.remove(less);
          more.ifPresent(names::add);
          return rule.withAccept(new Rule.Accept.Sets(names));
        });
  }

  private static SetDefinition withNever(SetDefinition set, List<LiteralSource> never) {
    return new SetDefinition(
        set.name(),
        set.span(),
        set.sources(),
        never,
        set.guard(),
        set.keep(),
        set.widen(),
        set.initial());
  }

  private static SetDefinition set(String name, SourceSpec source) {
    return new SetDefinition(
        name,
        NOWHERE,
        List.of(source),
        List.of(),
        GuardSpec.DEFAULT,
        KeepSpec.DEFAULT,
        Optional.empty(),
        Optional.empty());
  }

  private static String resolved(String file, String path) {
    return path.startsWith("/") ? path : file.substring(0, file.lastIndexOf('/') + 1) + path;
  }
}
