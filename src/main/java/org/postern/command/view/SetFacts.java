package org.postern.command.view;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.daemon.SetStatus;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Settled;
import org.postern.plan.WidenedDocument;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;

/** Tells what is known of the sets of addresses of a subject. */
final class SetFacts {
  private final Subject subject;
  private final Policy policy;
  private final List<SetStatus> sizes;

  SetFacts(Subject subject) {
    this.subject = subject;
    this.policy = subject.prepared().policy();
    this.sizes = SetStatus.of(subject.prepared());
  }

  SetsDocument.One of(SetDefinition set) {
    Optional<EffectiveSet> made = made(set);
    return new SetsDocument.One(
        set.name(),
        set.span().position(),
        set.sources().stream().map(SourceSpec::id).toList(),
        new SetsDocument.Families(size(set, Family.IP), size(set, Family.IP6)),
        made.map(EffectiveSet::excess).map(one -> one.size()).orElse(BigInteger.ZERO),
        set.widen().map(SetsDocument.Widen::of),
        made.flatMap(EffectiveSet::optimum).map(WidenedDocument::of),
        set.never().stream().map(LiteralSource::text).toList(),
        SetsDocument.Guard.of(set.guard()),
        SetsDocument.Keep.of(set.keep()),
        rules(set),
        sets(set),
        held(set.name()).stream().map(PendingChange::digest).toList(),
        subject.prepared().meaning().settled().blocked(set.name()).map(Settled.Blocked::why));
  }

  /** Returns what the sources of a set amount to; empty where that is not known. */
  Optional<EffectiveSet> made(SetDefinition set) {
    return subject.prepared().meaning().set(set.name());
  }

  /** Returns the changes of a set that wait for an approval. */
  List<PendingChange> held(String set) {
    return subject.prepared().meaning().settled().pending().stream()
        .filter(one -> one.set().equals(set))
        .toList();
  }

  private SetsDocument.Size size(SetDefinition set, Family family) {
    SetStatus size =
        sizes.stream()
            .filter(one -> one.set().equals(set.name()) && one.family() == family)
            .findFirst()
            .orElseThrow();
    return SetsDocument.Size.of(size, made(set).map(one -> one.addresses().only(family).size()));
  }

  private List<String> rules(SetDefinition set) {
    return policy.rules().stream()
        .filter(
            rule ->
                rule.accept() instanceof Rule.Accept.Sets sets && sets.names().contains(set.name()))
        .map(Rule::name)
        .toList();
  }

  private List<String> sets(SetDefinition set) {
    return policy.sets().stream()
        .filter(
            other ->
                other.sources().stream()
                    .anyMatch(
                        source ->
                            source instanceof SetSource reference
                                && reference.set().equals(set.name())))
        .map(SetDefinition::name)
        .toList();
  }
}
