package org.postern.plan.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Sha256;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.source.EntryTable;

/**
 * The objections of the guards to the change of one family of a set.
 *
 * @param held the sides of the change that wait
 * @param approved sides that would wait had they not been approved
 */
record Objections(List<PendingChange> held, List<PendingChange> approved) {
  /** The length of a digest: twelve hexadecimal digits name a change well enough to be typed. */
  private static final int DIGEST_LENGTH = 12;

  /** Returns no objections, for a set that is not yet known whole: it is not used before it is. */
  static Objections none() {
    return new Objections(List.of(), List.of());
  }

  static Objections ask(Candidate candidate, GuardMemory memory, Instant now) {
    List<PendingChange> held = new ArrayList<>();
    List<PendingChange> approved = new ArrayList<>();
    for (ChangeSide side : ChangeSide.values()) {
      Optional<PendingChange> found = ask(candidate, side, memory, now);
      if (found.isPresent() && isApproved(found.get(), memory)) {
        approved.add(found.get());
      } else {
        found.ifPresent(held::add);
      }
    }
    return new Objections(held, approved);
  }

  Objections recordedIn(List<PendingChange> all) {
    all.addAll(held);
    return this;
  }

  boolean holdsRemovals() {
    return holds(ChangeSide.REMOVALS);
  }

  boolean holdsAdditions() {
    return holds(ChangeSide.ADDITIONS);
  }

  String removalsMessage() {
    return held.stream()
        .filter(one -> one.side() == ChangeSide.REMOVALS)
        .map(PendingChange::message)
        .findFirst()
        .orElse("");
  }

  private boolean holds(ChangeSide side) {
    return held.stream().anyMatch(one -> one.side() == side);
  }

  private static Optional<PendingChange> ask(
      Candidate candidate, ChangeSide side, GuardMemory memory, Instant now) {
    List<String> names = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    if (touchesNothing(candidate, side)) {
      return Optional.empty();
    }
    for (Guard guard : Guards.all()) {
      if (guard.side() == side) {
        guard
            .objection(candidate)
            .ifPresent(
                why -> {
                  names.add(guard.name());
                  reasons.add(why);
                });
      }
    }
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    String digest =
        digest(
            candidate.set(),
            MemberKind.of(candidate.family()),
            side,
            candidate.published().intervals().stream().map(Interval::toString).sorted().toList());
    return Optional.of(
        new PendingChange(
            digest,
            candidate.set(),
            side,
            names,
            String.join("; ", reasons),
            new HeldMembers.Addresses(concerned(candidate, side)),
            new PendingChange.Sizes(
                candidate.published().size(), candidate.publishedInSet(), candidate.kept().size()),
            since(digest, memory, now),
            false));
  }

  /**
   * A side without a member cannot be held, but for the first use of a set: then refusing everybody
   * else is the removal. Where nothing is published at all, one family stands for both.
   */
  private static boolean touchesNothing(Candidate candidate, ChangeSide side) {
    boolean firstUse = side == ChangeSide.REMOVALS && candidate.firstUse();
    boolean concernsFamily =
        candidate.publishedInSet() == 0
            ? candidate.family() == Family.IP
            : !candidate.published().isEmpty();
    return concerned(candidate, side).isEmpty() && !(firstUse && concernsFamily);
  }

  private static EntryTable concerned(Candidate candidate, ChangeSide side) {
    return switch (side) {
      case ADDITIONS -> candidate.change().added();
      case REMOVALS -> candidate.change().removed();
    };
  }

  /** Returns since when a change is held that is held now. */
  static Instant since(String digest, GuardMemory memory, Instant now) {
    return memory.pending().stream()
        .filter(old -> old.digest().equals(digest))
        .map(PendingChange::since)
        .findFirst()
        .orElse(now);
  }

  static boolean isApproved(PendingChange held, GuardMemory memory) {
    return memory.approvals().stream().anyMatch(one -> one.digest().equals(held.digest()));
  }

  /**
   * Returns the digest of a change, over what is published, so that the same answer has the same
   * digest whatever fades.
   */
  static String digest(String set, MemberKind kind, ChangeSide side, List<String> published) {
    List<String> lines = new ArrayList<>(published);
    lines.addFirst(set + " " + kind.text() + " " + side.text());
    return Sha256.hex(String.join("\n", lines)).substring(0, DIGEST_LENGTH);
  }
}
