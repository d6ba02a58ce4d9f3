package org.postern.plan.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Bounds;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * The entries of a source after a new answer: those that the answer names, and those that only
 * earlier answers named. An answer that equals the last good one is not compared entry by entry.
 *
 * @param named the entries in force that the answer names, each with the date when it was first
 *     named
 * @param left the entries that it does not name but the last good answer held, each with the dates
 *     when it was first named, last named and first missing
 */
record Succession(DatedTable named, DatedTable left) {

  /**
   * Compares a new answer with the last good one.
   *
   * @param admits whether entries come into force that were not in force before
   * @param atOnce whether entries that the answer does not name go at once, so that none is left
   */
  static Succession of(
      Resolution.Fresh fresh, Publication.Part part, boolean admits, boolean atOnce) {
    Optional<LastGood> last = part.last();
    EntryTable published = part.entries();
    if (last.isEmpty()) {
      EntryTable named = admits ? published : EntryTable.none(part.family());
      DateColumn dates = DateColumn.of(fresh.at(), named.size());
      return new Succession(
          new DatedTable(named, List.of(dates)), LastGood.nothingLeft(part.family()));
    }
    LastGood before = last.get();
    boolean same = before.named().table().equals(published) && before.left().size() == 0;
    return same
        ? new Succession(before.named().readAs(published), before.left())
        : new Walk(fresh, before, published, admits).walk(atOnce);
  }

  /** Returns those of the left entries that went missing later than a limit. */
  DatedTable leftAfter(Instant limit) {
    DateColumn since = left.dates().get(2);
    if (since.earliest().isAfter(limit)) {
      return left;
    }
    int[] staying = new int[left.size()];
    int count = 0;
    for (int index = 0; index < staying.length; index++) {
      if (since.at(index).isAfter(limit)) {
        staying[count++] = index;
      }
    }
    return left.at(staying, count);
  }

  /** Walks over both answers. */
  private static final class Walk implements EntryMerge.Visitor {
    private final Resolution.Fresh fresh;
    private final LastGood before;
    private final EntryTable published;
    private final boolean admits;
    private final int[] named;
    private int namedCount;
    private final DateColumn.Builder firstNamed;
    private final int[] gone;
    private int goneCount;

    private Walk(Resolution.Fresh fresh, LastGood before, EntryTable published, boolean admits) {
      this.fresh = fresh;
      this.before = before;
      this.published = published;
      this.admits = admits;
      this.named = new int[published.size()];
      this.firstNamed = DateColumn.builder(published.size());
      this.gone = new int[before.named().size()];
    }

    private Succession walk(boolean atOnce) {
      EntryMerge.walk(before.named().table(), published, this);
      DatedTable now = new DatedTable(published.at(named, namedCount), List.of(firstNamed.build()));
      return new Succession(now, atOnce ? LastGood.nothingLeft(published.family()) : left());
    }

    @Override
    public void both(int one, int other, int count) {
      for (int i = 0; i < count; i++) {
        named[namedCount++] = other + i;
      }
      firstNamed.add(before.named().dates().getFirst(), one, count);
    }

    @Override
    public void removed(int index) {
      gone[goneCount++] = index;
    }

    /** Takes an added entry: one that was left over is named again; others are new. */
    @Override
    public void added(int index) {
      int back = before.left().table().bounds().search(published.bounds(), index);
      if (back >= 0) {
        named[namedCount++] = index;
        firstNamed.add(before.left().dates().getFirst().seconds(back));
      } else if (admits) {
        named[namedCount++] = index;
        firstNamed.add(fresh.at());
      }
    }

    /**
     * Returns the entries that the last answer does not name: those left over stay so unless they
     * are named again, and those that are gone now join them.
     */
    private DatedTable left() {
      EntryTable old = before.left().table();
      Bounds bounds = old.bounds();
      EntryTableBuilder all = EntryTable.builder(old.family(), old.size() + goneCount);
      List<DateColumn.Builder> dates = new ArrayList<>();
      for (int column = 0; column < 3; column++) {
        dates.add(DateColumn.builder(old.size() + goneCount));
      }
      for (int index = 0; index < old.size(); index++) {
        if (published.bounds().search(bounds, index) < 0) {
          all.add(old, index);
          for (int column = 0; column < 3; column++) {
            dates.get(column).add(before.left().dates().get(column).seconds(index));
          }
        }
      }
      for (int i = 0; i < goneCount; i++) {
        all.add(before.named().table(), gone[i]);
        dates.get(0).add(before.named().dates().getFirst().seconds(gone[i]));
        dates.get(1).add(before.at());
        dates.get(2).add(fresh.at());
      }
      return all.buildOrdered().dated(dates);
    }
  }
}
