package org.postern.command.order;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postern.plan.memory.Approval;
import org.postern.state.AuditEntry;
import org.postern.state.Generation;

/**
 * The policies applied and the orders given, and the changes that wait.
 *
 * @param generation the number of the one in force; 0 where none ever was
 * @param generations the generations that can be read, the oldest first
 * @param orders the orders of administrators, the oldest first
 * @param approvals the approvals that are remembered
 * @param held the digests of changes that wait for an approval
 */
public record HistoryDocument(
    int generation,
    List<Entry> generations,
    List<Order> orders,
    List<Granted> approvals,
    List<String> held) {
  public HistoryDocument {
    generations = List.copyOf(generations);
    orders = List.copyOf(orders);
    approvals = List.copyOf(approvals);
    held = List.copyOf(held);
  }

  /**
   * A generation.
   *
   * @param at the time when it came to be
   * @param outcome how applying it ended, in words
   * @param who accepted it or was the cause of it
   * @param why the reason as it was given; may be empty
   * @param targets the targets that it was written to
   * @param inForce whether it is the one in force
   */
  public record Entry(
      int number,
      Instant at,
      String digest,
      String outcome,
      String who,
      String why,
      List<Use> targets,
      boolean inForce) {
    public Entry {
      targets = List.copyOf(targets);
    }

    static Entry of(Generation generation, boolean inForce) {
      return new Entry(
          generation.number(),
          generation.at(),
          generation.digest(),
          generation.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          generation.who(),
          generation.why(),
          generation.targets().stream().map(Use::of).toList(),
          inForce);
    }
  }

  /**
   * A target that a generation was written to.
   *
   * @param kind the kind of system
   * @param options under which it was used
   */
  public record Use(String kind, String name, Map<String, String> options) {
    public Use {
      options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    static Use of(Generation.TargetUse use) {
      return new Use(use.kind(), use.name(), use.options());
    }
  }

  /**
   * An order, as the audit trail has it.
   *
   * @param what was ordered, in words
   * @param digest the digest of what it concerns; empty when that has none
   */
  public record Order(Instant at, String what, String who, String why, String digest) {
    static Order of(AuditEntry entry) {
      return new Order(entry.at(), entry.what(), entry.who(), entry.why(), entry.digest());
    }
  }

  /**
   * An approval of a held change.
   *
   * @param digest the digest of the change
   * @param used whether the change was let through
   */
  public record Granted(String digest, Instant at, String who, String why, boolean used) {
    static Granted of(Approval approval) {
      return new Granted(
          approval.digest(), approval.at(), approval.who(), approval.why(), approval.used());
    }
  }
}
