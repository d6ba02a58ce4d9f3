package org.postern.command.aggregate;

import org.postern.address.AddressWriter;
import org.postern.address.ByteSink;
import org.postern.address.Family;
import org.postern.address.IntervalSource;

/**
 * Text for {@code nft -f}: a set of intervals for each family in a table that may be there already.
 * It is loaded in one transaction and replaces what the sets held; rules that name them stay.
 */
final class NftText {
  private final Printing printing;
  private final ByteSink out;

  NftText(Printing printing, ByteSink out) {
    this.printing = printing;
    this.out = out;
  }

  void write(IntervalSource result) {
    AddressWriter writer = new AddressWriter("  ", ",\n", out);
    writer.text("add table inet " + printing.table() + "\n");
    for (Family family : printing.families()) {
      write(result, family, writer);
    }
    writer.flush();
  }

  private void write(IntervalSource result, Family family, AddressWriter writer) {
    String set = "inet " + printing.table() + " " + printing.name() + "_" + family.text();
    String type = family == Family.IP ? "ipv4_addr" : "ipv6_addr";
    writer.text("add set " + set + " { type " + type + "; flags interval; }\n");
    writer.text("flush set " + set + "\n");
    if (!result.isEmpty(family)) {
      writer.text("add element " + set + " {\n");
      writer.intervals(result, family);
      writer.text("}\n");
    }
  }
}
