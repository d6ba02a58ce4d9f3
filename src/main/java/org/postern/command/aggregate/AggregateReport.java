package org.postern.command.aggregate;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.IntervalCount;
import org.postern.address.IntervalSource;
import org.postern.command.ExitCode;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.diagnostic.Counted;

/** The reply of {@code aggregate}. The part that only programs read is made when it is read. */
final class AggregateReport {
  /**
   * The most lines that a reply may have: as many as there are IPv4 addresses are no mistake yet.
   */
  private static final BigInteger MOST_ADDRESSES = BigInteger.ONE.shiftLeft(32);

  private final Reply.Builder reply;
  private final Printing printing;

  AggregateReport(String command, Printing printing) {
    this(new Reply.Builder(command), printing);
  }

  /** Adds to what a reply has already. */
  AggregateReport(Reply.Builder reply, Printing printing) {
    this.reply = reply;
    this.printing = printing;
  }

  /** Adds the result. */
  AggregateReport add(IntervalSource result) {
    requireFew(result);
    reply.document(() -> document(result, Optional.empty(), Optional.empty(), Optional.empty()));
    return text(result);
  }

  /** Adds what only one of two sets holds. */
  AggregateReport addDifference(AddressSet before, AddressSet after) {
    AddressSet added = printing.only(after.subtract(before));
    AddressSet removed = printing.only(before.subtract(after));
    AddressSet all = added.union(removed);
    requireFew(all);
    reply.document(
        () ->
            document(
                all,
                Optional.of(all.isEmpty()),
                Optional.of(elements(added)),
                Optional.of(elements(removed))));
    if (!all.isEmpty()) {
      reply.exit(ExitCode.DIFFERENT);
    }
    return text(all);
  }

  private AggregateReport text(IntervalSource result) {
    if (printing.counted()) {
      printing.families().forEach(family -> reply.line(line(result, family)));
    } else {
      reply.content(out -> printing.write(result, out));
    }
    return this;
  }

  private AggregateDocument document(
      IntervalSource result,
      Optional<Boolean> equal,
      Optional<List<String>> added,
      Optional<List<String>> removed) {
    return new AggregateDocument(
        equal,
        printing.form().word(),
        counted(result, Family.IP),
        counted(result, Family.IP6),
        printing.counted() ? Optional.empty() : Optional.of(elements(result)),
        added,
        removed);
  }

  private void requireFew(IntervalSource result) {
    if (printing.form() != Form.ADDRESSES || printing.counted()) {
      return;
    }
    BigInteger sum = BigInteger.ZERO;
    for (Family family : printing.families()) {
      sum = sum.add(IntervalCount.of(result, family).addresses());
    }
    if (sum.compareTo(MOST_ADDRESSES) > 0) {
      throw new UsageException(
          "--print addresses lists %,d at most, and this is %s; see --family"
              .formatted(MOST_ADDRESSES, Counted.grouped(sum, "address")));
    }
  }

  Reply build() {
    return reply.build();
  }

  private static String line(IntervalSource result, Family family) {
    IntervalCount count = IntervalCount.of(result, family);
    return family.text()
        + ": "
        + Counted.of(count.prefixes(), "prefix")
        + ", "
        + Counted.of(count.ranges(), "range")
        + ", "
        + Counted.of(count.addresses(), "address");
  }

  private Optional<AggregateDocument.Count> counted(IntervalSource result, Family family) {
    return printing.families().contains(family)
        ? Optional.of(AggregateDocument.Count.of(IntervalCount.of(result, family)))
        : Optional.empty();
  }

  private List<String> elements(IntervalSource result) {
    List<String> texts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    printing.writeElements(
        result,
        (bytes, count) -> {
          part.append(new String(bytes, 0, count, StandardCharsets.US_ASCII));
          part.toString().lines().forEach(texts::add);
          part.setLength(0);
        });
    return texts;
  }
}
