package org.postern.page;

import java.time.Instant;
import java.util.List;
import org.postern.page.html.Words;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.SizeSample;
import org.postern.state.AuditEntry;

/**
 * The past for programs: generations, orders, approvals, and the sizes of sets.
 *
 * @param inForce the number of the generation in force, 0 for none
 * @param generations the generations that can be read, the oldest first
 * @param orders the orders of administrators, the oldest first
 * @param approvals the approvals that are remembered
 * @param sizes the sizes of each set, the oldest first
 */
public record PastDocument(
    int inForce,
    List<Accepted> generations,
    List<Order> orders,
    List<Granted> approvals,
    List<Size> sizes) {
  public PastDocument {
    generations = List.copyOf(generations);
    orders = List.copyOf(orders);
    approvals = List.copyOf(approvals);
    sizes = List.copyOf(sizes);
  }

  static PastDocument of(Subject subject) {
    return new PastDocument(
        subject.past().inForce(),
        subject.past().generations().stream().map(Accepted::of).toList(),
        subject.past().orders().stream().map(Order::of).toList(),
        subject.prepared().memory().guards().approvals().stream().map(Granted::of).toList(),
        SizeSection.samples(subject).values().stream()
            .flatMap(List::stream)
            .map(Size::of)
            .toList());
  }

  /**
   * A generation.
   *
   * @param kind the cause of the generation, in words
   * @param at the time when it came to be
   * @param accepted the time when its policy was accepted
   * @param who the user who accepted it or was the cause of it
   * @param why the reason as it was given; may be empty
   * @param digest the digest of policy and ruleset
   * @param outcome how applying it ended, in words
   * @param targets the targets that it was applied to
   * @param prefixes the number of prefixes of all rules together
   */
  public record Accepted(
      int number,
      String kind,
      Instant at,
      Instant accepted,
      String who,
      String why,
      String digest,
      String outcome,
      List<String> targets,
      int prefixes) {
    public Accepted {
      targets = List.copyOf(targets);
    }

    private static Accepted of(PastGeneration one) {
      return new Accepted(
          one.number(),
          Words.of(one.kind()),
          one.at(),
          one.accepted(),
          one.who(),
          one.why(),
          one.digest(),
          Words.of(one.outcome()),
          one.targets(),
          one.prefixes());
    }
  }

  /**
   * An order, as the audit trail has it.
   *
   * @param what the order in words
   * @param digest the digest of what it concerns; empty when that has none
   */
  public record Order(Instant at, String what, String who, String why, String digest) {
    private static Order of(AuditEntry one) {
      return new Order(one.at(), one.what(), one.who(), one.why(), one.digest());
    }
  }

  /**
   * An approval of a held change.
   *
   * @param digest the digest of the change
   * @param used whether the change was let through
   */
  public record Granted(String digest, Instant at, String who, String why, boolean used) {
    private static Granted of(Approval one) {
      return new Granted(one.digest(), one.at(), one.who(), one.why(), one.used());
    }
  }

  /**
   * The size of a set at a time.
   *
   * @param set the name of the set
   * @param family the kind of its members
   * @param entries the number of entries as published
   */
  public record Size(String set, String family, Instant at, int entries) {
    private static Size of(SizeSample one) {
      return new Size(one.set(), one.kind().text(), one.at(), one.entries());
    }
  }
}
