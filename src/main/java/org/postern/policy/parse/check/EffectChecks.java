package org.postern.policy.parse.check;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.DnsSource;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.GuardSpec;
import org.postern.policy.Hook;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.read.Document;
import org.postern.policy.parse.read.RuleReader;
import org.postern.policy.parse.read.SetReader;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;

/**
 * Reports keys that are written where they can have no effect, so that no administrator relies on
 * what does nothing. A key that merely says the default, or that may matter once a source answers
 * otherwise, is none.
 */
public final class EffectChecks {
  private static final int SMTP = 25;

  /** The name of the loopback in every network namespace of Linux. */
  private static final String LO = "lo";

  private final Scope scope;
  private final Document document;
  private final List<SetReader.Draft> drafts;
  private final List<DomainSetDefinition> domains;
  private final Map<String, SetDefinition> sets = new LinkedHashMap<>();

  public EffectChecks(
      Scope scope,
      Document document,
      List<SetReader.Draft> drafts,
      List<DomainSetDefinition> domains) {
    this.domains = domains;
    this.scope = scope;
    this.document = document;
    this.drafts = drafts;
    drafts.forEach(draft -> sets.putIfAbsent(draft.set().name(), draft.set()));
  }

  public void run() {
    drafts.stream().filter(SetReader.Draft::sound).forEach(this::checkSet);
    document.rules().forEach(this::checkRule);
    checkSettings();
  }

  private void checkSet(SetReader.Draft draft) {
    List<SourceSpec> sources = draft.set().sources();
    boolean own = sources.stream().anyMatch(one -> !(one instanceof SetSource));
    if (!own) {
      no(
          draft.places(),
          "guard",
          "in a set of other sets: each of them is judged by its own",
          "write it in the sets that this one names");
      place(draft.places(), "widen").ifPresent(this::addNothingToWiden);
    } else if (!sources.stream().allMatch(this::isGuarded)) {
      place(draft.places(), "guard").ifPresent(this::addGuardOfOthers);
    }
    if (sources.stream().noneMatch(SourceSpec::isLocked)) {
      String why = "in a set without dns and file: it changes with the policy alone";
      no(draft.places(), "keep.alarm-after", why);
      if (!draft.set().keep().removed().isZero()) {
        no(draft.places(), "keep.removed", why);
      }
      no(draft.places(), "initial", why);
    }
    for (SourceSpec source : sources) {
      if (source instanceof LiteralSource literal) {
        checkLiteral(literal, draft);
      }
    }
  }

  /**
   * Tells whether no guard above is needed for what comes from another set, since that has its own.
   */
  private boolean isGuarded(SourceSpec source) {
    return !(source instanceof SetSource reference)
        || drafts.stream()
            .filter(draft -> draft.set().name().equals(reference.set()))
            .allMatch(draft -> draft.places().containsKey("guard"));
  }

  private void addNothingToWiden(Span span) {
    scope.add(
        Code.WIDEN_WITHOUT_EFFECT,
        span,
        "this set has no addresses of its own to widen, only those of other sets",
        "write widen in the sets that it names");
  }

  private void addGuardOfOthers(Span span) {
    scope.add(
        Code.GUARD_OF_OTHERS,
        span,
        "this guard judges the sources of this set alone, not what it takes from other sets",
        "write a guard in those sets too");
  }

  private void checkLiteral(LiteralSource literal, SetReader.Draft draft) {
    GuardSpec guard = draft.set().guard();
    Interval interval = literal.interval();
    int length = interval.family() == Family.IP ? guard.widestIp() : guard.widestIp6();
    if (guard.widestOnLists() && isWiderThan(interval, interval.family().bits() - length)) {
      addAgainstOwn(
          literal, "is wider than /%d".formatted(length), "split it, or write another widest");
    }
    if (guard.specialOnLists() && !guard.allowSpecial()) {
      SpecialPurpose.covering(interval)
          .ifPresent(
              entry ->
                  addAgainstOwn(
                      literal,
                      "is in %s (%s)".formatted(entry.prefix(), entry.name()),
                      "special: refuse is what holds for dns anyway: remove it, or put the address"
                          + " into a set of its own"));
    }
  }

  private static boolean isWiderThan(Interval interval, int hostBits) {
    return interval.size().compareTo(BigInteger.ONE.shiftLeft(hostBits)) > 0;
  }

  private void addAgainstOwn(LiteralSource literal, String what, String fix) {
    scope.add(
        Code.GUARD_AGAINST_OWN,
        literal.span(),
        "%s %s, which the guard of its own set refuses".formatted(literal.text(), what),
        fix);
  }

  private void checkRule(RuleReader.Draft draft) {
    if (draft.rule().isEmpty()) {
      return;
    }
    Rule rule = draft.rule().get();
    if (rule.accept() instanceof Rule.Accept.None) {
      for (String key : List.of("never", "unknown", "opens")) {
        no(draft.places(), key, "in a rule that accepts none");
      }
    }
    if (rule.accept() instanceof Rule.Accept.Sets accepted
        && reached(accepted.names()).stream().noneMatch(SourceSpec::mayEnd)) {
      no(draft.places(), "unknown", "where all that is accepted stands in the policy itself");
    }
    rule.packets().ifPresent(packets -> checkLoopback(packets, draft));
  }

  private void checkLoopback(RuleScope.Packets packets, RuleReader.Draft draft) {
    boolean loopback = packets.interfaces().contains(LO);
    boolean toItself =
        packets
            .servers()
            .filter(servers -> SpecialPurpose.LOOPBACK.containsAll(servers))
            .isPresent();
    if (loopback || toItself) {
      scope.add(
          Code.LOOPBACK,
          place(draft.places(), loopback ? "in" : "to").orElse(draft.span()),
          "what comes over the loopback is never judged",
          loopback ? "remove " + LO : "write the addresses that others dial");
    }
  }

  private Set<SourceSpec> reached(List<String> names) {
    Set<SourceSpec> found = new HashSet<>();
    Set<String> met = new HashSet<>();
    names.forEach(name -> reach(name, met, found));
    return found;
  }

  private void reach(String name, Set<String> met, Set<SourceSpec> found) {
    SetDefinition set = sets.get(name);
    if (set == null || !met.add(name)) {
      return;
    }
    for (SourceSpec source : set.sources()) {
      found.add(source);
      if (source instanceof SetSource reference) {
        reach(reference.set(), met, found);
      }
    }
  }

  private void checkSettings() {
    boolean asks =
        sets.values().stream().flatMap(set -> set.sources().stream()).anyMatch(SourceSpec::outside);
    boolean reads =
        sets.values().stream()
            .anyMatch(set -> set.sources().stream().anyMatch(SourceSpec::isLocked));
    Map<String, Span> places = document.places();
    boolean filters = domains.stream().anyMatch(DomainSetDefinition::filtered);
    if (!asks && !filters && document.protects().domains().isEmpty()) {
      no(places, "resolve.deadline", "without dns sources and protects: no name is asked for");
    }
    if (!reads) {
      no(places, "resolve.ttl", "without dns and file: no answer ages");
    }
    if (sets.values().stream()
        .flatMap(set -> set.sources().stream())
        .noneMatch(EffectChecks::isSigned)) {
      no(places, "resolve.anchors", "without a source with secure: true: no signature is checked");
    }
    boolean mail =
        document.rules().stream()
            .flatMap(draft -> draft.rule().stream())
            .anyMatch(EffectChecks::isForMail);
    if (document.protects().domains().isEmpty() && !filters) {
      place(places, "protects.mx").ifPresent(this::protectsNothing);
    }
    if (!mail && scope.errors() == 0) {
      no(places, "protects", "without a rule for tcp/25 on input or forward that may refuse");
    }
  }

  private static boolean isSigned(SourceSpec source) {
    return source.base() instanceof DnsSource name && name.secure();
  }

  /** Names of the filter guard nothing by themselves, and look as if they did. */
  private void protectsNothing(Span span) {
    scope.add(
        Code.MISSING_KEY,
        span,
        "protects has no domains, and no set of domains has mx: filter, so nothing is protected",
        "add domains: [example.com]");
  }

  private static boolean isForMail(Rule rule) {
    return rule.otherwise().isPresent()
        && rule.packets()
            .map(
                packets ->
                    packets.ports().contains(SMTP)
                        && (packets.hooks().contains(Hook.INPUT)
                            || packets.hooks().contains(Hook.FORWARD)))
            .orElse(true);
  }

  private static Optional<Span> place(Map<String, Span> places, String key) {
    return Optional.ofNullable(places.get(key));
  }

  private void no(Map<String, Span> places, String key, String where) {
    no(places, key, where, "remove it");
  }

  private void no(Map<String, Span> places, String key, String where, String fix) {
    place(places, key)
        .ifPresent(
            span ->
                scope.add(
                    Code.NO_EFFECT_HERE,
                    span,
                    "%s has no effect %s"
                        .formatted(Words.quoted(key.substring(key.indexOf('.') + 1)), where),
                    fix));
  }
}
