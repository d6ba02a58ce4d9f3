package org.postern.command.aggregate;

import java.math.BigInteger;
import org.postern.address.AddressWriter;
import org.postern.address.ByteSink;
import org.postern.address.Family;
import org.postern.address.IntervalCount;
import org.postern.address.IntervalSource;

/**
 * Text for {@code ipset restore}: a hash of networks for each family. What a set of that name held
 * is replaced at once, when the new one is complete; rules that name it stay.
 */
final class IpsetText {
  /**
   * Takes no memory, and a set is not made again with another limit than it has; so all lists that
   * are likely have the same.
   */
  private static final long LEAST_LIMIT = 1L << 24;

  /**
   * The size of the table that ipset makes if it is not told; ipset doubles it while elements are
   * added.
   */
  private static final long LEAST_TABLE = 1 << 10;

  private final Printing printing;
  private final ByteSink out;

  IpsetText(Printing printing, ByteSink out) {
    this.printing = printing;
    this.out = out;
  }

  void write(IntervalSource result) {
    for (Family family : printing.families()) {
      write(result, family);
    }
  }

  private void write(IntervalSource result, Family family) {
    String set = printing.name() + "_" + family.text();
    String next = set + "_new";
    AddressWriter writer = new AddressWriter("add " + next + " ", "\n", out);
    IntervalCount count = IntervalCount.of(result, family);
    long limit = Math.max(LEAST_LIMIT, Long.highestOneBit(count.prefixes()) << 1);
    long table = Math.max(LEAST_TABLE, Long.highestOneBit(count.prefixes()));
    String type = " hash:net family " + (family == Family.IP ? "inet" : "inet6");
    writer.text("create " + set + type + " maxelem " + limit + " -exist\n");
    writer.text("create " + next + type + " hashsize " + table + " maxelem " + limit + " -exist\n");
    writer.text("flush " + next + "\n");
    if (count.addresses().equals(BigInteger.ONE.shiftLeft(family.bits()))) {
      writeHalves(next, family, writer);
    } else {
      writer.prefixes(result, family);
    }
    writer.text("swap " + next + " " + set + "\ndestroy " + next + "\n").flush();
  }

  /** A hash of networks holds no network of length zero. */
  private static void writeHalves(String set, Family family, AddressWriter writer) {
    String upper = family == Family.IP ? "128.0.0.0" : "8000::";
    writer.text("add " + set + " " + family.first() + "/1\n");
    writer.text("add " + set + " " + upper + "/1\n");
  }
}
