package org.postern.plan;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * The entries in force of every source, after guards were asked.
 *
 * @param entries the entries in force, of all sets
 * @param memory the memory for the next run
 * @param refused entries that no guard setting lets in, in words
 * @param cautions entries that are in force and should not be there, in words
 * @param blocked sets that may not be used at all for now, and why
 * @param unanswered families of sources that never answered
 * @param domains the domains in force of each set of mail domains
 */
public record Settled(
    List<EffectiveEntries> entries,
    GuardMemory memory,
    List<String> refused,
    List<String> cautions,
    List<Blocked> blocked,
    List<Resolution.Failed> unanswered,
    List<EffectiveDomains> domains) {
  public Settled {
    entries = List.copyOf(entries);
    refused = List.copyOf(refused);
    cautions = List.copyOf(cautions);
    blocked = List.copyOf(blocked);
    unanswered = List.copyOf(unanswered);
    domains = List.copyOf(domains);
  }

  /** Returns what was settled before, and nothing newer. */
  public static Settled of(GuardMemory memory) {
    return new Settled(List.of(), memory, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * A set that may not be used.
   *
   * @param set the name of the set
   * @param why the reason in words
   */
  public record Blocked(String set, String why) {}

  /** Returns the last good answers, to be remembered. */
  public List<LastGood> lastGood() {
    return memory.lastGood();
  }

  /** Returns the changes that wait for an approval. */
  public List<PendingChange> pending() {
    return memory.pending();
  }

  /** Tells whether every source has answered once. */
  public boolean isComplete() {
    return unanswered.isEmpty() && domains.stream().allMatch(one -> one.unknown().isEmpty());
  }

  /** Returns the domains in force of a set of mail domains. */
  public Optional<EffectiveDomains> domains(String set) {
    return domains.stream().filter(one -> one.set().equals(set)).findFirst();
  }

  /** Returns the entries of one set. */
  public List<EffectiveEntries> of(String set) {
    return entries.stream().filter(one -> one.key().set().equals(set)).toList();
  }

  /** Returns all entries as objects, each made when it is asked for. */
  public List<EffectiveEntry> rows() {
    return rows(entries);
  }

  /** Returns the entries of one set as objects. */
  public List<EffectiveEntry> rows(String set) {
    return rows(of(set));
  }

  /** Returns the entries of one set that share an address with some, as objects. */
  public List<EffectiveEntry> rows(String set, AddressSet some) {
    return of(set).stream().flatMap(one -> one.rows(some).stream()).toList();
  }

  private static List<EffectiveEntry> rows(List<EffectiveEntries> parts) {
    List<List<EffectiveEntry>> lists = new ArrayList<>();
    int[] starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      lists.add(parts.get(i).rows());
      starts[i + 1] = starts[i] + parts.get(i).size();
    }
    return new AbstractList<>() {
      @Override
      public EffectiveEntry get(int index) {
        int part = Arrays.binarySearch(starts, index);
        int at = part >= 0 ? part : -part - 2;
        while (starts[at + 1] == index) {
          at++;
        }
        return lists.get(at).get(index - starts[at]);
      }

      @Override
      public int size() {
        return starts[parts.size()];
      }
    };
  }

  /** Returns why a set may not be used; empty when it may. */
  public Optional<Blocked> blocked(String set) {
    return blocked.stream().filter(one -> one.set().equals(set)).findFirst();
  }

  /** Returns when the next entry leaves or the next domain joins, as far as that is known. */
  public Optional<Instant> nextEnd(Instant now) {
    return Stream.concat(
            entries.stream().flatMap(one -> one.nextEnd().stream()),
            domains.stream().flatMap(one -> one.next(now).stream()))
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }
}
