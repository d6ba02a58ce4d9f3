package org.postern.source;

import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;

/**
 * The last good answer of one family of a source in a set, as far as it is in force.
 *
 * @param key whose
 * @param at the time when the source last answered
 * @param ttl how long that answer was good for
 * @param via the names it was led through, in order
 * @param server the server that answered, empty when none was asked
 * @param named the entries that the last answer names, each with the date when it was first named
 * @param left the entries that it no longer names and that are in force all the same, each with the
 *     dates when it was first named, last named, and first missing
 * @param absence the absence that the source tells since then; empty when it tells none
 */
public record LastGood(
    Key key,
    Instant at,
    Duration ttl,
    List<String> via,
    String server,
    DatedTable named,
    DatedTable left,
    Optional<Absence> absence) {
  public LastGood {
    via = List.copyOf(via);
    if (named.dates().size() != 1 || left.dates().size() != 3) {
      throw new IllegalArgumentException("the dates of " + key + " are not complete");
    }
  }

  /** The precision, in seconds, with which those dates are kept that every answer moves. */
  private static final long HOUR = 3_600;

  /**
   * The key of one family of one source in one set.
   *
   * @param set the set's name
   * @param source the source's id
   * @param family the family of the addresses
   */
  public record Key(String set, String source, Family family) {
    /** Returns the question that is asked for it. */
    public Question question() {
      return new Question(source, family);
    }
  }

  /** An answer of which everything is named for the first time. */
  public static LastGood first(
      Key key, Instant at, Duration ttl, List<String> via, String server, EntryTable entries) {
    return new LastGood(
        key,
        at,
        ttl,
        via,
        server,
        new DatedTable(entries, List.of(DateColumn.of(at, entries.size()))),
        nothingLeft(key.family()),
        Optional.empty());
  }

  /**
   * Returns the table for the case that the last answer names all entries in force: it has none.
   */
  public static DatedTable nothingLeft(Family family) {
    DateColumn none = DateColumn.none();
    return new DatedTable(EntryTable.none(family), List.of(none, none, none));
  }

  /** Returns how many entries are in force. */
  public int size() {
    return named.size() + left.size();
  }

  /** Returns all entries in force. */
  public EntryTable all() {
    return EntryMerge.union(named.table(), left.table());
  }

  /** Tells whether an entry in force has the interval of an entry of a table. */
  public boolean holds(EntryTable entries, int index) {
    return named.table().names(entries, index) || left.table().names(entries, index);
  }

  /** Returns when an entry that the answer names was first named. */
  public Instant firstNamed(int index) {
    return named.dates().getFirst().at(index);
  }

  /** Returns when an entry that the answer no longer names was first named. */
  public Instant leftFirstNamed(int index) {
    return left.dates().get(0).at(index);
  }

  /** Returns when an entry that the answer no longer names was last named. */
  public Instant leftConfirmed(int index) {
    return left.dates().get(1).at(index);
  }

  /** Returns when an answer first did not name an entry any more. */
  public Instant leftSince(int index) {
    return left.dates().get(2).at(index);
  }

  /** Returns all entries in force as objects, each made when it is asked for: those named first. */
  public List<RetainedEntry> entries() {
    return new AbstractList<>() {
      @Override
      public RetainedEntry get(int index) {
        return index < named.size() ? ofNamed(index) : ofLeft(index - named.size());
      }

      @Override
      public int size() {
        return LastGood.this.size();
      }
    };
  }

  private RetainedEntry ofNamed(int index) {
    return new RetainedEntry(
        named.table().interval(index),
        named.table().label(index),
        firstNamed(index),
        at,
        Optional.empty());
  }

  private RetainedEntry ofLeft(int index) {
    return new RetainedEntry(
        left.table().interval(index),
        left.table().label(index),
        leftFirstNamed(index),
        leftConfirmed(index),
        Optional.of(leftSince(index)));
  }

  /** Tells whether it says the same as another but for the dates that every answer moves. */
  public boolean isNews(LastGood earlier) {
    boolean same =
        key.equals(earlier.key)
            && hour(at).equals(hour(earlier.at))
            && via.equals(earlier.via)
            && absence.equals(earlier.absence)
            && named.equals(earlier.named)
            && left.equals(earlier.left);
    return !same;
  }

  private static Instant hour(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), HOUR) * HOUR);
  }

  /** Returns a copy on a clock that was set forward by so much; since when it is known stays. */
  public LastGood shifted(Duration by) {
    return new LastGood(
        key,
        at.plus(by),
        ttl,
        via,
        server,
        named,
        new DatedTable(
            left.table(),
            List.of(
                left.dates().get(0),
                left.dates().get(1).shifted(by),
                left.dates().get(2).shifted(by))),
        absence.map(one -> one.shifted(by)));
  }

  /** Returns a copy in which nothing is later than that. */
  public LastGood notAfter(Instant now) {
    return new LastGood(
        key,
        at.isAfter(now) ? now : at,
        ttl,
        via,
        server,
        notAfter(named, now),
        notAfter(left, now),
        absence.map(one -> one.notAfter(now)));
  }

  private static DatedTable notAfter(DatedTable table, Instant now) {
    boolean past = table.dates().stream().noneMatch(column -> column.latest().isAfter(now));
    return past
        ? table
        : new DatedTable(
            table.table(), table.dates().stream().map(column -> column.notAfter(now)).toList());
  }

  /** Returns a copy after an answer that there is none. */
  public LastGood absent(Absence now) {
    return new LastGood(key, at, ttl, via, server, named, left, Optional.of(now));
  }
}
