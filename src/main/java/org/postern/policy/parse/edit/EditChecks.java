package org.postern.policy.parse.edit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Span;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.read.Literals;
import org.postern.policy.parse.text.Words;

/** Checks an edit of a policy before anything is written, such as for names that do not exist. */
final class EditChecks {
  private final Policy policy;

  EditChecks(Policy policy) {
    this.policy = policy;
  }

  /** Returns an edit that passed {@link #check} with the set filled in that it left open. */
  PolicyEdit exact(PolicyEdit edit) {
    return edit instanceof PolicyEdit.DropSource drop && drop.set().isEmpty()
        ? new PolicyEdit.DropSource(
            Optional.of(having(drop.source()).getFirst().name()), drop.source())
        : edit;
  }

  /** Returns the position in the policy that an edit concerns. */
  Span place(PolicyEdit edit) {
    return switch (edit) {
      case PolicyEdit.AddSource add -> set(add.set());
      case PolicyEdit.DropSource drop -> set(drop.set().orElseThrow());
      case PolicyEdit.AddNever add -> set(add.set());
      case PolicyEdit.DropNever drop -> set(drop.set());
      case PolicyEdit.AddSet _ -> Span.wholeFile(policy.file());
      case PolicyEdit.DropSet drop -> set(drop.name());
      case PolicyEdit.AddAccepted add -> rule(add.rule());
      case PolicyEdit.DropAccepted drop -> rule(drop.rule());
      case PolicyEdit.SetOtherwise set -> rule(set.rule());
    };
  }

  private Span set(String name) {
    return policy.set(name).orElseThrow().span();
  }

  private Span rule(String name) {
    return policy.rule(name).orElseThrow().span();
  }

  /** Returns what is wrong with an edit, if anything is. */
  Optional<Diagnostic> check(PolicyEdit edit) {
    return switch (edit) {
      case PolicyEdit.AddSource add -> missing(add.set()).or(() -> add(add));
      case PolicyEdit.DropSource drop -> drop.set().flatMap(this::missing).or(() -> drop(drop));
      case PolicyEdit.AddNever add ->
          missing(add.set())
              .or(() -> addresses(add.addresses(), set(add.set())))
              .or(() -> twice(add));
      case PolicyEdit.DropNever drop -> missing(drop.set()).or(() -> drop(drop));
      case PolicyEdit.AddSet add -> add(add);
      case PolicyEdit.DropSet drop -> missing(drop.name()).or(() -> used(drop.name()));
      case PolicyEdit.AddAccepted add ->
          missingRule(add.rule())
              .or(() -> missing(add.set()))
              .or(() -> RuleEditChecks.accept(policy.rule(add.rule()).orElseThrow(), add.set()));
      case PolicyEdit.DropAccepted drop ->
          missingRule(drop.rule())
              .or(() -> RuleEditChecks.stop(policy.rule(drop.rule()).orElseThrow(), drop.set()));
      case PolicyEdit.SetOtherwise set ->
          missingRule(set.rule())
              .or(() -> RuleEditChecks.otherwise(policy.rule(set.rule()).orElseThrow(), set));
    };
  }

  private Optional<Diagnostic> missing(String set) {
    List<String> names = policy.sets().stream().map(SetDefinition::name).toList();
    return names.contains(set) ? Optional.empty() : unknown("set", set, names);
  }

  private Optional<Diagnostic> missingRule(String rule) {
    List<String> names = policy.rules().stream().map(Rule::name).toList();
    return names.contains(rule) ? Optional.empty() : unknown("rule", rule, names);
  }

  private Optional<Diagnostic> unknown(String what, String name, Collection<String> names) {
    return wrong(
        Code.NOT_IN_POLICY,
        Span.wholeFile(policy.file()),
        "there is no %s %s".formatted(what, Words.quoted(name)),
        Words.nearest(name, names)
            .map(near -> "name " + near)
            .orElseGet(
                () ->
                    names.isEmpty()
                        ? "the policy has none"
                        : "%ss are %s".formatted(what, Words.listed(names))));
  }

  private Optional<Diagnostic> add(PolicyEdit.AddSource add) {
    SetDefinition set = policy.set(add.set()).orElseThrow();
    return source(add.source(), set.span())
        .or(() -> elsewhere(add.source(), set))
        .or(() -> twice(add.source(), set));
  }

  private Optional<Diagnostic> add(PolicyEdit.AddSet add) {
    Optional<SetDefinition> there = policy.set(add.name());
    return there.isPresent()
        ? wrong(
            Code.ALREADY_SO,
            there.get().span(),
            "there is a set %s already".formatted(Words.quoted(add.name())),
            "add to it, or choose another name")
        : source(add.source(), Span.wholeFile(policy.file()));
  }

  private Optional<Diagnostic> source(PolicyEdit.NewSource source, Span place) {
    return switch (source) {
      case PolicyEdit.NewSource.Addresses addresses -> addresses(addresses, place);
      case PolicyEdit.NewSource.Set set -> missing(set.set());
      case PolicyEdit.NewSource.Name _, PolicyEdit.NewSource.ListFile _ -> Optional.empty();
    };
  }

  private static Optional<Diagnostic> addresses(
      PolicyEdit.NewSource.Addresses addresses, Span place) {
    return switch (AddressText.parse(addresses.text())) {
      case AddressText.Ok _ -> Optional.empty();
      case AddressText.Wrong bad ->
          wrong(
              Code.BAD_ADDRESS,
              place,
              "%s is no address, prefix or range: %s"
                  .formatted(Words.quoted(addresses.text()), bad.reason()),
              bad.fix().isEmpty() ? Literals.FORMS : "write " + bad.fix());
    };
  }

  /** A relative path is resolved from the file that defines the set, here another folder's. */
  private Optional<Diagnostic> elsewhere(PolicyEdit.NewSource source, SetDefinition set) {
    return source instanceof PolicyEdit.NewSource.ListFile list
            && !list.path().startsWith("/")
            && !folder(set.span().file()).equals(folder(policy.file()))
        ? wrong(
            Code.NOT_ONE,
            set.span(),
            "set %s is defined in %s, from where %s would be another file"
                .formatted(Words.quoted(set.name()), set.span().file(), Words.quoted(list.path())),
            "give the whole path of the list")
        : Optional.empty();
  }

  private static String folder(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  private static Optional<Diagnostic> twice(PolicyEdit.NewSource source, SetDefinition set) {
    return set.sources().stream()
        .filter(there -> Spellings.same(source, there))
        .findFirst()
        .flatMap(there -> already(set, there));
  }

  private Optional<Diagnostic> twice(PolicyEdit.AddNever add) {
    SetDefinition set = policy.set(add.set()).orElseThrow();
    return set.never().stream()
        .filter(there -> Spellings.same(add.addresses(), there))
        .findFirst()
        .flatMap(there -> already(set, there));
  }

  private static Optional<Diagnostic> already(SetDefinition set, SourceSpec there) {
    return wrong(
        Code.ALREADY_SO,
        there.span(),
        "set %s has %s already".formatted(Words.quoted(set.name()), there.spellings().getFirst()),
        "leave it, or remove it here first");
  }

  private List<SetDefinition> having(String source) {
    return policy.sets().stream()
        .filter(set -> set.sources().stream().anyMatch(one -> one.isNamedBy(source)))
        .toList();
  }

  private Optional<Diagnostic> drop(PolicyEdit.DropSource drop) {
    List<SetDefinition> having =
        having(drop.source()).stream()
            .filter(set -> drop.set().isEmpty() || drop.set().get().equals(set.name()))
            .toList();
    if (having.size() > 1) {
      return wrong(
          Code.NOT_ONE,
          having.get(1).span(),
          "several sets have %s".formatted(Words.quoted(drop.source())),
          "say of which one: " + Words.oneOf(having.stream().map(SetDefinition::name).toList()));
    }
    return having.isEmpty() ? notThere(drop) : drop(having.getFirst(), drop.source());
  }

  private static Optional<Diagnostic> drop(SetDefinition set, String words) {
    List<SourceSpec> meant =
        set.sources().stream().filter(source -> source.isNamedBy(words)).toList();
    List<String> ids = meant.stream().map(SourceSpec::id).distinct().toList();
    if (ids.size() > 1) {
      return wrong(
          Code.NOT_ONE,
          meant.getFirst().span(),
          "%s could be several sources of set %s"
              .formatted(Words.quoted(words), Words.quoted(set.name())),
          "say which one: " + Words.oneOf(ids));
    }
    return meant.size() == set.sources().size()
        ? wrong(
            Code.CHANGE_SPOILS,
            set.span(),
            "set %s would have no source left".formatted(Words.quoted(set.name())),
            "add another source first, or remove the set")
        : Optional.empty();
  }

  private Optional<Diagnostic> notThere(PolicyEdit.DropSource drop) {
    List<SetDefinition> sets =
        drop.set().flatMap(policy::set).map(List::of).orElseGet(policy::sets);
    List<SourceSpec> sources = sets.stream().flatMap(set -> set.sources().stream()).toList();
    Span place =
        drop.set()
            .flatMap(policy::set)
            .map(SetDefinition::span)
            .orElse(Span.wholeFile(policy.file()));
    String source = Words.quoted(drop.source());
    Optional<Interval> addresses = LiteralSource.addresses(drop.source());
    Optional<LiteralSource> wider = addresses.flatMap(some -> Spellings.covering(sources, some));
    return wider.isPresent()
        ? wrong(
            Code.NOT_IN_POLICY,
            wider.get().span(),
            "%s is no entry of its own: %s holds it".formatted(source, wider.get().text()),
            "name %s, or add %s to the set's never"
                .formatted(wider.get().text(), addresses.orElseThrow()))
        : wrong(
            Code.NOT_IN_POLICY,
            place,
            drop.set()
                .map(name -> "set %s has no source %s".formatted(Words.quoted(name), source))
                .orElse("no set has a source " + source),
            near(drop.source(), sources));
  }

  private static String near(String words, List<? extends SourceSpec> sources) {
    List<String> spellings =
        sources.stream().flatMap(source -> source.spellings().stream()).toList();
    return Words.nearest(words, spellings)
        .map(near -> "name " + near)
        .orElseGet(
            () ->
                "sources are "
                    + Words.listed(
                        sources.stream()
                            .map(source -> source.spellings().getFirst())
                            .distinct()
                            .toList()));
  }

  private Optional<Diagnostic> drop(PolicyEdit.DropNever drop) {
    SetDefinition set = policy.set(drop.set()).orElseThrow();
    boolean there = set.never().stream().anyMatch(literal -> literal.isNamedBy(drop.addresses()));
    return there
        ? Optional.empty()
        : wrong(
            Code.NOT_IN_POLICY,
            set.span(),
            "never of set %s does not name %s"
                .formatted(Words.quoted(set.name()), Words.quoted(drop.addresses())),
            set.never().isEmpty()
                ? "the set has no never"
                : near(drop.addresses(), set.never()).replace("sources are", "never names"));
  }

  private Optional<Diagnostic> used(String name) {
    for (Rule rule : policy.rules()) {
      if (rule.accept() instanceof Rule.Accept.Sets sets && sets.names().contains(name)) {
        return used(name, "rule " + Words.quoted(rule.name()) + " accepts it", rule.span());
      }
    }
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        if (source instanceof SetSource reference && reference.set().equals(name)) {
          return used(name, "set " + Words.quoted(set.name()) + " holds it", source.span());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Diagnostic> used(String name, String use, Span place) {
    return wrong(
        Code.STILL_USED,
        place,
        "set %s is still used: %s".formatted(Words.quoted(name), use),
        "take it out there first");
  }

  /** Returns a diagnostic. */
  static Optional<Diagnostic> wrong(Code code, Span span, String message, String fix) {
    return Optional.of(new Diagnostic(code, span, message, fix));
  }
}
