package org.postern.plan.guard;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.diagnostic.Counted;
import org.postern.plan.memory.ChangeSide;
import org.postern.policy.GuardSpec;
import org.postern.source.EntryMerge;

/** The guards, in the order in which they are reported. */
public final class Guards {
  private Guards() {}

  /** Returns all guards. */
  public static List<Guard> all() {
    return List.of(
        new Simple("at-least", ChangeSide.REMOVALS, Guards::atLeast),
        new Simple("shrink", ChangeSide.REMOVALS, Guards::shrink),
        new Simple("at-most", ChangeSide.ADDITIONS, Guards::atMost),
        new Simple("grow", ChangeSide.ADDITIONS, Guards::grow),
        new Simple("widest", ChangeSide.ADDITIONS, Guards::widest));
  }

  private record Simple(String name, ChangeSide side, Function<Candidate, Optional<String>> judge)
      implements Guard {
    @Override
    public Optional<String> objection(Candidate candidate) {
      return judge.apply(candidate);
    }
  }

  private static Optional<String> atLeast(Candidate candidate) {
    int least = candidate.least();
    return when(
        candidate.publishedInSet() < least,
        "%s, at least %d %s expected"
            .formatted(
                published(candidate.publishedInSet(), "entry"),
                least,
                Counted.one(least, "is", "are")));
  }

  private static Optional<String> shrink(Candidate candidate) {
    int now = candidate.published().size();
    return when(
        now < shrinkable(candidate.widest(), candidate.spec()),
        "%s, the set had %s; it may shrink by %d%%"
            .formatted(
                published(now, candidate.family().label() + " entry"),
                Counted.of(candidate.widest(), "entry"),
                candidate.spec().shrink()));
  }

  private static Optional<String> atMost(Candidate candidate) {
    int most = candidate.spec().atMost();
    return when(
        candidate.published().size() > most,
        "%s, at most %d %s expected"
            .formatted(
                published(candidate.published().size(), candidate.family().label() + " entry"),
                most,
                Counted.one(most, "is", "are")));
  }

  /** A family that never had members is not growing, it begins; the other guards bound it. */
  private static Optional<String> grow(Candidate candidate) {
    Growth growth = candidate.growth();
    long most = growable(growth.base(), candidate.spec());
    return when(
        growth.narrowest() > 0 && growth.added() > most,
        "%s within %d days beside %s in force, %s may be new"
            .formatted(
                Counted.of(growth.added(), "new %s entry".formatted(candidate.family().label())),
                SizeHistory.WINDOW.toDays(),
                Counted.of(growth.base(), "entry"),
                Counted.of(most, "entry")));
  }

  private static String published(int number, String noun) {
    return Counted.of(number, noun) + Counted.one(number, " is", " are") + " published";
  }

  /** Returns by how many entries a set of a size may grow within the last days. */
  public static long growable(int base, GuardSpec spec) {
    return base * (long) spec.grow() / 100 + GuardSpec.GROW_SLACK;
  }

  /** Returns how few entries a set of a size may shrink to. */
  public static int shrinkable(int widest, GuardSpec spec) {
    return Math.toIntExact((widest * (100L - spec.shrink()) + 99) / 100);
  }

  private static Optional<String> widest(Candidate candidate) {
    int shortest =
        candidate.family() == Family.IP
            ? candidate.spec().widestIp()
            : candidate.spec().widestIp6();
    return EntryMerge.delta(candidate.kept(), candidate.limited()).added().intervals().stream()
        .filter(interval -> widerThan(interval, candidate.family().bits() - shortest))
        .findFirst()
        .map(interval -> "%s is wider than /%d".formatted(interval, shortest));
  }

  private static boolean widerThan(Interval interval, int hostBits) {
    return interval.size().compareTo(BigInteger.ONE.shiftLeft(hostBits)) > 0;
  }

  private static Optional<String> when(boolean objects, String why) {
    return objects ? Optional.of(why) : Optional.empty();
  }
}
