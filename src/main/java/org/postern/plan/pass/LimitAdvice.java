package org.postern.plan.pass;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.widening.Outcome;
import org.postern.address.widening.Tradeoff;
import org.postern.address.widening.WideningTask;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Meaning;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.WidenSpec;

/**
 * How a rule that has more prefixes than a target holds could be made to fit: to how many entries
 * its largest set would have to be widened, and what that costs. The limit counts the whole rule,
 * the budget one set.
 */
final class LimitAdvice {
  /** A rule's own never may cut a widened set into more entries than it has. */
  private static final int MOST_TRIES = 4;

  private final Policy policy;
  private final Meaning meaning;
  private final SetComposer composer;

  LimitAdvice(Policy policy, Meaning meaning) {
    this.policy = policy;
    this.meaning = meaning;
    this.composer = new SetComposer(policy, meaning.settled());
    composer.compose();
  }

  /** Returns what to write, in words; empty where no widening helps. */
  String of(AccessRule rule, int most) {
    Optional<SetDefinition> largest = policy.rule(rule.name()).flatMap(this::largest);
    Optional<EffectiveSet> made = largest.flatMap(set -> meaning.set(set.name()));
    return largest.isPresent() && made.isPresent() ? of(rule, largest.get(), made.get(), most) : "";
  }

  private Optional<SetDefinition> largest(Rule rule) {
    if (!(rule.accept() instanceof Rule.Accept.Sets sets)) {
      return Optional.empty();
    }
    return policy.withReferences(sets.names()).stream()
        .flatMap(name -> policy.set(name).stream())
        .filter(set -> set.sources().stream().anyMatch(LimitAdvice::isOwn))
        .max(Comparator.comparingLong(set -> mostPrefixes(composer.widenable(set))));
  }

  private static long mostPrefixes(AddressSet set) {
    return set.mostPrefixes(Family.IP) + set.mostPrefixes(Family.IP6);
  }

  private static boolean isOwn(SourceSpec source) {
    return !(source instanceof SetSource);
  }

  private String of(AccessRule rule, SetDefinition set, EffectiveSet made, int most) {
    AddressSet peers = rule.peers().asSet();
    AddressSet others = peers.subtract(made.addresses());
    AddressSet cut = made.addresses().subtract(peers);
    Tradeoff tradeoff = Tradeoff.of(task(set, made), Tradeoff.Form.PREFIXES);
    int entries = tradeoff.entries() - Math.max(0, largestFamily(peers) - most);
    for (int tries = 0; tries < MOST_TRIES && entries > 0; tries++) {
      Outcome outcome = tradeoff.toEntries(entries);
      if (!(outcome instanceof Outcome.Found found)) {
        break;
      }
      int needed = largestFamily(found.widened().set().union(others).subtract(cut));
      if (needed <= most) {
        return "widen: {entries: %d} in set %s adds %s"
            .formatted(entries, set.name(), Counted.grouped(found.extra(), "address"));
      }
      entries = Math.min(entries - (needed - most), tries + 2 < MOST_TRIES ? entries : most);
    }
    Tradeoff.Point fewest = tradeoff.fewest();
    return "widening set %s does not help: the fewest are %s, which add %s"
        .formatted(
            set.name(),
            Counted.grouped(fewest.entries(), "entry"),
            Counted.grouped(fewest.extra(), "address"));
  }

  private WideningTask task(SetDefinition set, EffectiveSet made) {
    int ipLength = 0;
    int ip6Length = WideningTask.IP6_LENGTH;
    if (set.widen().orElse(null) instanceof WidenSpec.Budget budget) {
      ipLength = budget.ipLength();
      ip6Length = budget.ip6Length();
    }
    return composer.parts(set).task(made.exact(), ipLength, ip6Length);
  }

  private static int largestFamily(AddressSet set) {
    return Stream.of(Family.values()).mapToInt(set::prefixCount).max().orElse(0);
  }
}
