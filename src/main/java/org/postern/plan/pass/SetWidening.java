package org.postern.plan.pass;

import java.lang.ref.SoftReference;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Widened;
import org.postern.address.Widening;
import org.postern.address.widening.Outcome;
import org.postern.address.widening.Tradeoff;
import org.postern.address.widening.WideningTask;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveSet;
import org.postern.policy.WidenSpec;

/**
 * Widens one set. The last result of each set is kept while there is memory to spare: what has not
 * changed is recognised by the names of its contents, and neither loaded nor widened again.
 */
final class SetWidening {
  private static final int MOST_KEPT = 256;

  /** The number of points of the trade-off that are shown. */
  private static final int ROWS = 12;

  private static final Map<String, SoftReference<Kept>> KEPT =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Kept>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private SetWidening() {}

  /**
   * The parts of a set.
   *
   * @param own the addresses that its own sources name
   * @param widenable the part of it that may be widened
   * @param referenced the addresses of the sets that it refers to
   * @param never the addresses that it never holds
   * @param denied the further addresses that no widening may cover
   */
  record Parts(
      AddressSet own,
      AddressSet widenable,
      AddressSet referenced,
      AddressSet never,
      AddressSet denied) {
    AddressSet exact() {
      return own.union(referenced).subtract(never);
    }

    WideningTask task(AddressSet exact, int ipLength, int ip6Length) {
      return new WideningTask(
          exact, widenable.subtract(never), never.union(denied), ipLength, ip6Length);
    }
  }

  private record Kept(Parts parts, WidenSpec spec, EffectiveSet set) {
    boolean fits(Parts others, WidenSpec other) {
      return spec.equals(other) && parts.equals(others);
    }
  }

  /** Returns the set of that name, widened. */
  static EffectiveSet widen(String name, Parts parts, WidenSpec spec) {
    synchronized (KEPT) {
      Kept kept = Optional.ofNullable(KEPT.get(name)).map(SoftReference::get).orElse(null);
      if (kept != null && kept.fits(parts, spec)) {
        return kept.set();
      }
    }
    EffectiveSet made =
        switch (spec) {
          case WidenSpec.Blocks blocks -> blocks(name, parts, blocks);
          case WidenSpec.Budget budget -> budget(name, parts, budget);
        };
    synchronized (KEPT) {
      KEPT.put(name, new SoftReference<>(new Kept(parts, spec, made)));
    }
    return made;
  }

  private static EffectiveSet blocks(String name, Parts parts, WidenSpec.Blocks spec) {
    AddressSet exact = parts.exact();
    AddressSet subject = parts.widenable().subtract(parts.never());
    Widened widened = Widening.toPrefix(subject, spec.ipLength(), spec.ip6Length(), parts.never());
    AddressSet all = widened.set().union(exact);
    return new EffectiveSet(name, exact, all, all.subtract(exact));
  }

  private static EffectiveSet budget(String name, Parts parts, WidenSpec.Budget spec) {
    AddressSet exact = parts.exact();
    WideningTask task = parts.task(exact, spec.ipLength(), spec.ip6Length());
    Tradeoff tradeoff = Tradeoff.of(task, spec.form());
    if (spec.entries().isEmpty()) {
      return found(name, exact, tradeoff, tradeoff.withinExtra(extra(spec)));
    }
    int entries = spec.entries().get();
    return switch (tradeoff.toEntries(entries)) {
      case Outcome.Unreachable fewest ->
          unmet(name, exact, tradeoff, tooFew(name, entries, fewest, spec));
      case Outcome.Found found
          when spec.extra().isPresent() && found.extra().compareTo(extra(spec)) > 0 ->
          unmet(name, exact, tradeoff, tooDear(name, found, tradeoff, spec));
      case Outcome.Found found -> found(name, exact, tradeoff, found);
    };
  }

  private static BigInteger extra(WidenSpec.Budget spec) {
    return BigInteger.valueOf(spec.extra().orElse(0));
  }

  private static EffectiveSet found(
      String name, AddressSet exact, Tradeoff tradeoff, Outcome.Found found) {
    return new EffectiveSet(
        name,
        exact,
        found.widened().set(),
        found.widened().excess(),
        Optional.of(found),
        tradeoff.curve(ROWS),
        Optional.empty());
  }

  private static EffectiveSet unmet(
      String name, AddressSet exact, Tradeoff tradeoff, EffectiveSet.Unmet unmet) {
    return new EffectiveSet(
        name,
        exact,
        exact,
        AddressSet.none(),
        Optional.empty(),
        tradeoff.curve(ROWS),
        Optional.of(unmet));
  }

  private static EffectiveSet.Unmet tooFew(
      String name, int entries, Outcome.Unreachable fewest, WidenSpec.Budget spec) {
    return new EffectiveSet.Unmet(
        "set %s cannot be widened to %s: the fewest are %s, which add %s"
            .formatted(
                name,
                Counted.grouped(entries, "entry"),
                number(fewest.fewest()),
                Counted.grouped(fewest.price(), "address")),
        "write widen: {entries: %d}, allow wider blocks than %s, or take something out of never"
            .formatted(fewest.fewest(), spec.caps()));
  }

  private static EffectiveSet.Unmet tooDear(
      String name, Outcome.Found found, Tradeoff tradeoff, WidenSpec.Budget spec) {
    Outcome.Found within = tradeoff.withinExtra(extra(spec));
    return new EffectiveSet.Unmet(
        "set %s cannot be widened to %s by %s at most: that adds %s; within the budget %s can be had"
            .formatted(
                name,
                Counted.grouped(spec.entries().orElse(0), "entry"),
                Counted.grouped(spec.extra().orElse(0), "extra address"),
                Counted.grouped(found.extra(), "address"),
                Counted.grouped(within.entries(), "entry")),
        "write widen: {entries: %d, extra: %d}, or {entries: %d, extra: %d}"
            .formatted(
                spec.entries().orElse(0), found.extra(), within.entries(), spec.extra().orElse(0)));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
