package org.postern.host.log.line;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.postern.address.AddressTable;

/**
 * The addresses, or other numbers of 128 bits, that were used last of a stream without end: beyond
 * a number the oldest is forgotten, as {@link Recent} does with objects. What belongs to each lies
 * in an array beside, by its number.
 */
public final class RecentTable {
  private static final int NONE = AddressTable.NONE;
  private static final int SMALLEST = 16;

  private final AddressTable table = new AddressTable();
  private final int most;
  private int[] older = new int[SMALLEST];
  private int[] newer = new int[SMALLEST];
  private int oldest = NONE;
  private int newest = NONE;

  /** Remembers at most so many. */
  public RecentTable(int most) {
    this.most = most;
  }

  /** Returns the number of the entry, or {@code NONE}; the entry does not count as used by that. */
  int peek(int tag, long high, long low) {
    return table.find(tag, high, low);
  }

  /** Returns the number of the entry, or {@code NONE}; the entry is the newest now. */
  public int use(int tag, long high, long low) {
    int number = table.find(tag, high, low);
    if (number != NONE && number != newest) {
      unlink(number);
      link(number);
    }
    return number;
  }

  /** Adds an entry that is not there as the newest; its number may have been that of the oldest. */
  public int add(int tag, long high, long low) {
    int number;
    if (table.size() < most) {
      number = table.add(tag, high, low);
      if (number == older.length) {
        older = Arrays.copyOf(older, 2 * number);
        newer = Arrays.copyOf(newer, 2 * number);
      }
    } else {
      number = oldest;
      unlink(number);
      table.replace(number, tag, high, low);
    }
    link(number);
    return number;
  }

  /** Hands out the number of each, the oldest first. */
  public void forEach(IntConsumer consumer) {
    for (int number = oldest; number != NONE; number = newer[number]) {
      consumer.accept(number);
    }
  }

  private void link(int number) {
    older[number] = newest;
    newer[number] = NONE;
    if (newest == NONE) {
      oldest = number;
    } else {
      newer[newest] = number;
    }
    newest = number;
  }

  private void unlink(int number) {
    if (number == oldest) {
      oldest = newer[number];
    } else {
      newer[older[number]] = newer[number];
    }
    if (number == newest) {
      newest = older[number];
    } else {
      older[newer[number]] = older[number];
    }
  }
}
