package org.postern.command.aggregate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Widened;
import org.postern.address.Widening;
import org.postern.address.widening.Outcome;
import org.postern.address.widening.Tradeoff;
import org.postern.address.widening.WideningTask;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.diagnostic.Counted;
import org.postern.plan.WidenedDocument;
import org.postern.plan.WidenedWords;

/**
 * The lossy step of {@code aggregate}, after the set algebra: adds addresses that no list holds, so
 * that fewer entries remain, as {@code widen} of a set in a policy does. Entries are counted as
 * ranges where ranges or intervals of nft are printed, else as prefixes.
 */
final class LossyStep {
  static final Option ENTRIES =
      Option.value("--entries", "N", "so many entries at most, with the fewest extra addresses");
  static final Option EXTRA =
      Option.value("--extra", "N", "so many extra addresses at most, with the fewest entries");
  static final Option PREFIX =
      Option.value(
          "--prefix", "LENGTH", "no wider IPv4 block is added; alone: whole blocks of that length");
  static final Option PREFIX6 =
      Option.value("--prefix6", "LENGTH", "the same of IPv6; default 64 with a budget");
  static final Option NEVER =
      Option.values("--never", "FILE", "leave out what this list holds, and add none of it");
  static final Option CURVE =
      Option.flag("--curve", "how few extra addresses each number of entries costs, as a table");

  /** The most rows of the table. */
  private static final int ROWS = 20;

  private final Invocation invocation;
  private final Printing printing;
  private final Reply.Builder reply;
  private final AddressSet set;
  private final AddressSet never;

  private LossyStep(
      Invocation invocation,
      Printing printing,
      Reply.Builder reply,
      AddressSet set,
      AddressSet never) {
    this.invocation = invocation;
    this.printing = printing;
    this.reply = reply;
    this.set = set.subtract(never);
    this.never = never;
  }

  static List<Option> options() {
    return List.of(ENTRIES, EXTRA, PREFIX, PREFIX6, NEVER, CURVE);
  }

  /**
   * Tells whether the options ask for this step.
   *
   * @throws UsageException when {@code --never} is given without an option that asks for it
   */
  static boolean isAsked(Invocation invocation) {
    boolean asked =
        List.of(ENTRIES, EXTRA, PREFIX, PREFIX6, CURVE).stream()
            .anyMatch(option -> invocation.has(option.name()));
    if (!asked && invocation.has(NEVER.name())) {
      throw new UsageException(
          "--never is for --entries, --extra, --prefix and --curve; --except leaves out");
    }
    return asked;
  }

  /** Reads the addresses that the result must not cover. */
  static AddressSet.Builder never(Invocation invocation, ListInputs lists) throws IOException {
    return lists.read(invocation.values(NEVER.name()));
  }

  /**
   * Returns the set with the added addresses; empty where the table was asked for, or where a
   * budget cannot be met, which the reply then reports.
   */
  static Optional<AddressSet> of(
      Invocation invocation,
      Printing printing,
      Reply.Builder reply,
      AddressSet set,
      AddressSet never) {
    return new LossyStep(invocation, printing, reply, set, never).run();
  }

  private Optional<AddressSet> run() {
    Optional<Integer> entries =
        number(ENTRIES, 1, Integer.MAX_VALUE).map(BigInteger::intValueExact);
    Optional<BigInteger> extra = number(EXTRA, 0, Long.MAX_VALUE);
    Optional<Integer> length = length(PREFIX, 8, Family.IP);
    Optional<Integer> length6 = length(PREFIX6, 19, Family.IP6);
    boolean isCurve = invocation.has(CURVE.name());
    if (isCurve && (entries.isPresent() || extra.isPresent())) {
      throw new UsageException("--curve shows all budgets; leave out --entries and --extra");
    }
    if (!isCurve && entries.isEmpty() && extra.isEmpty()) {
      Widened widened =
          Widening.toPrefix(
              set, length.orElse(Family.IP.bits()), length6.orElse(Family.IP6.bits()), never);
      tell(widened.excess().size(), "");
      return Optional.of(widened.set());
    }
    WideningTask task =
        new WideningTask(
            set, set, never, length.orElse(0), length6.orElse(WideningTask.IP6_LENGTH));
    Tradeoff tradeoff = Tradeoff.of(task, form());
    if (isCurve) {
      curve(tradeoff);
      return Optional.empty();
    }
    Outcome outcome =
        entries.isPresent()
            ? tradeoff.toEntries(entries.get())
            : tradeoff.withinExtra(extra.orElseThrow());
    return switch (outcome) {
      case Outcome.Unreachable fewest ->
          refused(
              "%s cannot be had: the fewest are %s, which add %s"
                  .formatted(
                      Counted.grouped(entries.orElse(0), "entry"),
                      Counted.grouped(fewest.fewest(), "entry"),
                      Counted.grouped(fewest.price(), "address")));
      case Outcome.Found found when extra.isPresent() && found.extra().compareTo(extra.get()) > 0 ->
          refused(
              "%s add %s, more than is allowed; within that %s can be had"
                  .formatted(
                      Counted.grouped(found.entries(), "entry"),
                      Counted.grouped(found.extra(), "address"),
                      Counted.grouped(tradeoff.withinExtra(extra.get()).entries(), "entry")));
      case Outcome.Found found -> found(found);
    };
  }

  private Tradeoff.Form form() {
    return switch (printing.form()) {
      case RANGES, NFT -> Tradeoff.Form.RANGES;
      case PREFIXES, ADDRESSES, IPSET -> Tradeoff.Form.PREFIXES;
    };
  }

  private Optional<AddressSet> found(Outcome.Found found) {
    tell(found.extra(), ", in " + WidenedWords.proof(found));
    reply.document(LossyDocument.of(WidenedDocument.of(found)));
    return Optional.of(found.widened().set());
  }

  private void tell(BigInteger extra, String proof) {
    reply.error(
        Line.Style.ASIDE,
        "added %s that no list holds%s".formatted(Counted.grouped(extra, "address"), proof));
  }

  private Optional<AddressSet> refused(String why) {
    reply
        .error(Line.Style.BAD, why)
        .document(LossyDocument.refused(why))
        .exit(ExitCode.WRONG_INPUT);
    return Optional.empty();
  }

  private void curve(Tradeoff tradeoff) {
    List<LossyDocument.Point> curve = new ArrayList<>();
    List<Tradeoff.Point> points = tradeoff.curve(ROWS);
    String last = String.format(Locale.ROOT, "%,d", points.getLast().extra());
    int width = Math.max(last.length(), "EXTRA ADDRESSES".length());
    reply.line(String.format(Locale.ROOT, "%11s  %" + width + "s", "ENTRIES", "EXTRA ADDRESSES"));
    for (Tradeoff.Point point : points) {
      reply.line(
          String.format(Locale.ROOT, "%,11d  %," + width + "d", point.entries(), point.extra()));
      curve.add(new LossyDocument.Point(point.entries(), point.extra()));
    }
    reply.document(LossyDocument.ofCurve(curve));
  }

  private Optional<BigInteger> number(Option option, long least, long most) {
    return invocation
        .value(option.name())
        .map(
            text -> {
              BigInteger number =
                  text.matches("[0-9]{1,19}") ? new BigInteger(text) : BigInteger.TWO.negate();
              if (number.compareTo(BigInteger.valueOf(least)) < 0
                  || number.compareTo(BigInteger.valueOf(most)) > 0) {
                throw new UsageException(
                    "%s is a number from %d to %d, digits only"
                        .formatted(option.name(), least, most));
              }
              return number;
            });
  }

  private Optional<Integer> length(Option option, int least, Family family) {
    return number(option, least, family.bits()).map(BigInteger::intValueExact);
  }
}
