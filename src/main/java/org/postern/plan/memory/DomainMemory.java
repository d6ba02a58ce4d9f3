package org.postern.plan.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The memory of sets of mail domains.
 *
 * @param lists the last good answer of each list
 * @param members the domains in force, of each set
 * @param watched the MX records that were seen of each domain that a set takes only while they are
 *     the filter's
 */
public record DomainMemory(
    List<GoodList> lists, List<Members> members, SortedMap<String, MxMemory> watched) {
  private static final DomainMemory EMPTY = new DomainMemory(List.of(), List.of(), new TreeMap<>());

  /** The time after which it is news that a list still says the same. */
  private static final Duration NEWS_EVERY = Duration.ofHours(1);

  public DomainMemory {
    lists = List.copyOf(lists);
    members = List.copyOf(members);
    watched = Collections.unmodifiableSortedMap(new TreeMap<>(watched));
  }

  /** Returns the memory of a host that never ran, or has no sets of mail domains. */
  public static DomainMemory empty() {
    return EMPTY;
  }

  /** Tells whether nothing is remembered. */
  public boolean isEmpty() {
    return lists.isEmpty() && members.isEmpty() && watched.isEmpty();
  }

  /**
   * The last good answer of a list.
   *
   * @param source the source's id
   * @param at the time when it was given last
   * @param names all that it named
   * @param silence the silence of a list that gives no information; empty when it gives some
   */
  public record GoodList(
      String source, Instant at, SortedSet<String> names, Optional<Silence> silence) {
    public GoodList {
      names = names instanceof TreeSet ? Collections.unmodifiableSortedSet(names) : names;
    }

    GoodList shifted(Duration by) {
      return new GoodList(
          source, at.plus(by), names, silence.map(one -> one.at(one.since.plus(by))));
    }

    GoodList notAfter(Instant now) {
      return new GoodList(
          source, earlier(at, now), names, silence.map(one -> one.at(earlier(one.since, now))));
    }

    boolean isNews(GoodList earlier) {
      return !source.equals(earlier.source)
          || !names.equals(earlier.names)
          || silence.isPresent() != earlier.silence.isPresent()
          || !at.isBefore(earlier.at.plus(NEWS_EVERY));
    }
  }

  /**
   * A list that gives no information.
   *
   * @param since the first look without any
   * @param why the reason in words
   */
  public record Silence(Instant since, String why) {
    Silence at(Instant time) {
      return new Silence(time, why);
    }
  }

  /**
   * The domains of a set that are in force.
   *
   * @param set the name of the set
   * @param since the time when each domain came into force
   */
  public record Members(String set, SortedMap<String, Instant> since) {
    public Members {
      since = Collections.unmodifiableSortedMap(new TreeMap<>(since));
    }

    private Members moved(UnaryOperator<Instant> move) {
      SortedMap<String, Instant> moved = new TreeMap<>();
      since.forEach((name, time) -> moved.put(name, move.apply(time)));
      return new Members(set, moved);
    }
  }

  /** Returns the last good answer of a list. */
  public Optional<GoodList> list(String source) {
    return lists.stream().filter(one -> one.source.equals(source)).findFirst();
  }

  /** Returns since when each domain of a set is in force. */
  public SortedMap<String, Instant> members(String set) {
    return members.stream()
        .filter(one -> one.set.equals(set))
        .findFirst()
        .map(Members::since)
        .orElse(Collections.emptySortedMap());
  }

  /**
   * Tells whether it says more than an earlier one than that nothing has changed since a while ago.
   */
  boolean isNews(DomainMemory earlier) {
    if (!members.equals(earlier.members)
        || !watched.equals(earlier.watched)
        || lists.size() != earlier.lists.size()) {
      return true;
    }
    for (int i = 0; i < lists.size(); i++) {
      if (lists.get(i).isNews(earlier.lists.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns a copy on a clock that was set forward by so much: all ages stay what they are. */
  DomainMemory shifted(Duration by) {
    return new DomainMemory(
        lists.stream().map(one -> one.shifted(by)).toList(),
        members.stream().map(one -> one.moved(time -> time.plus(by))).toList(),
        mapped(one -> one.shifted(by)));
  }

  /** Returns a copy with nothing later than that, but for what a cache may still hold. */
  DomainMemory notAfter(Instant now) {
    return new DomainMemory(
        lists.stream().map(one -> one.notAfter(now)).toList(),
        members.stream().map(one -> one.moved(time -> earlier(time, now))).toList(),
        mapped(one -> one.notAfter(now)));
  }

  private SortedMap<String, MxMemory> mapped(UnaryOperator<MxMemory> change) {
    Map<String, MxMemory> changed = new LinkedHashMap<>();
    watched.forEach((domain, one) -> changed.put(domain, change.apply(one)));
    return new TreeMap<>(changed);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
