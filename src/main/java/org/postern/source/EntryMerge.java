package org.postern.source;

import org.postern.address.Bounds;

/** A pass over two tables of entries, side by side in ascending order. */
public final class EntryMerge {
  /** The number of times by which a table must be smaller than another to count as much smaller. */
  private static final int FEW = 16;

  private EntryMerge() {}

  /** Is told of every entry of both tables, in ascending order. */
  public interface Visitor {
    /** Visits {@code count} entries from these positions on that are in both. */
    void both(int before, int after, int count);

    /** An entry is in the first table alone. */
    void removed(int before);

    /** An entry is in the second table alone. */
    void added(int after);
  }

  /** Walks over both; stretches that are the same are passed at once. */
  public static void walk(EntryTable before, EntryTable after, Visitor visitor) {
    Bounds left = before.bounds();
    Bounds right = after.bounds();
    int one = 0;
    int other = 0;
    while (one < left.size() && other < right.size()) {
      int alike = left.alike(one, right, other);
      if (alike > 0) {
        visitor.both(one, other, alike);
        one += alike;
        other += alike;
      } else if (left.compare(one, right, other) < 0) {
        visitor.removed(one++);
      } else {
        visitor.added(other++);
      }
    }
    while (one < left.size()) {
      visitor.removed(one++);
    }
    while (other < right.size()) {
      visitor.added(other++);
    }
  }

  /**
   * The difference from one table to another.
   *
   * @param added entries of the second that the first does not name
   * @param removed entries of the first that the second does not name
   */
  public record Delta(EntryTable added, EntryTable removed) {
    /** Tells whether both name the same intervals; their labels may differ. */
    public boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  /** Returns the difference of two tables. */
  public static Delta delta(EntryTable before, EntryTable after) {
    if (before.name().isSame(after.name())) {
      return new Delta(EntryTable.none(after.family()), EntryTable.none(before.family()));
    }
    Collected collected = new Collected(before, after);
    walk(before, after, collected);
    return new Delta(collected.added.build(), collected.removed.build());
  }

  /** Returns the entries of both tables; where both name an interval, the label of the first. */
  public static EntryTable union(EntryTable one, EntryTable other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    if (other.size() < one.size() / FEW) {
      return inserted(one, other);
    }
    Joined joined = new Joined(one, other);
    walk(one, other, joined);
    return joined.all.build();
  }

  /** Returns the stretches between those that are inserted are copied at once. */
  private static EntryTable inserted(EntryTable one, EntryTable other) {
    EntryTableBuilder all = EntryTable.builder(one.family(), one.size() + other.size());
    int copied = 0;
    for (int index = 0; index < other.size(); index++) {
      int place = one.bounds().search(other.bounds(), index);
      if (place < 0) {
        all.add(one, copied, -place - 1 - copied).add(other, index);
        copied = -place - 1;
      }
    }
    return all.add(one, copied, one.size() - copied).build();
  }

  private static final class Collected implements Visitor {
    private final EntryTable before;
    private final EntryTable after;
    private final EntryTableBuilder added;
    private final EntryTableBuilder removed;

    private Collected(EntryTable before, EntryTable after) {
      this.before = before;
      this.after = after;
      this.added = EntryTable.builder(after.family(), 0);
      this.removed = EntryTable.builder(before.family(), 0);
    }

    @Override
    public void both(int one, int other, int count) {}

    @Override
    public void removed(int index) {
      removed.add(before, index);
    }

    @Override
    public void added(int index) {
      added.add(after, index);
    }
  }

  private static final class Joined implements Visitor {
    private final EntryTable one;
    private final EntryTable other;
    private final EntryTableBuilder all;

    private Joined(EntryTable one, EntryTable other) {
      this.one = one;
      this.other = other;
      this.all = EntryTable.builder(one.family(), Math.max(one.size(), other.size()));
    }

    @Override
    public void both(int left, int right, int count) {
      for (int index = left; index < left + count; index++) {
        all.add(one, index);
      }
    }

    @Override
    public void removed(int index) {
      all.add(one, index);
    }

    @Override
    public void added(int index) {
      all.add(other, index);
    }
  }
}
