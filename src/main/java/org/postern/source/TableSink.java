package org.postern.source;

import java.util.EnumMap;
import java.util.Map;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressScanner;
import org.postern.policy.parse.list.ListSink;

/** Takes the entries of a list into the columns of two tables. */
public final class TableSink implements ListSink {
  private final EntryTableBuilder ip = EntryTable.builder(Family.IP, 0);
  private final EntryTableBuilder ip6 = EntryTable.builder(Family.IP6, 0);

  @Override
  public void entry(AddressScanner found, int line, byte[] bytes, int labelFrom, int labelTo) {
    of(found.family())
        .add(
            found.firstHigh(),
            found.firstLow(),
            found.lastHigh(),
            found.lastLow(),
            bytes,
            labelFrom,
            labelTo);
  }

  @Override
  public void entry(Interval addresses, String label, int line) {
    of(addresses.family()).add(addresses, label);
  }

  /** Returns the table of each family. */
  public Map<Family, EntryTable> tables() {
    Map<Family, EntryTable> tables = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      tables.put(family, of(family).build());
    }
    return tables;
  }

  private EntryTableBuilder of(Family family) {
    return switch (family) {
      case IP -> ip;
      case IP6 -> ip6;
    };
  }
}
