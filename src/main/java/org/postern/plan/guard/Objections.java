package org.postern.plan.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Interval;
import org.postern.state.Half;
import org.postern.state.Held;
import org.postern.state.Memory;

/**
 * What the guards say of one family of a set.
 *
 * @param held the halves that wait
 * @param approved halves that would wait had they not been approved
 */
record Objections(List<Held> held, List<Held> approved) {
  /** Twelve hexadecimal digits name a change well enough to be typed. */
  private static final int DIGEST_LENGTH = 12;

  /** Of a set that is not yet known whole: it is not used before it is. */
  static Objections none() {
    return new Objections(List.of(), List.of());
  }

  static Objections ask(Candidate candidate, Memory memory, Instant now) {
    List<Held> held = new ArrayList<>();
    List<Held> approved = new ArrayList<>();
    for (Half half : Half.values()) {
      Optional<Held> found = ask(candidate, half, memory, now);
      if (found.isPresent() && isApproved(found.get(), memory)) {
        approved.add(found.get());
      } else {
        found.ifPresent(held::add);
      }
    }
    return new Objections(held, approved);
  }

  Objections recordedIn(List<Held> all) {
    all.addAll(held);
    return this;
  }

  boolean holdsRemovals() {
    return holds(Half.REMOVALS);
  }

  boolean holdsAdditions() {
    return holds(Half.ADDITIONS);
  }

  String removalsMessage() {
    return held.stream()
        .filter(one -> one.half() == Half.REMOVALS)
        .map(Held::message)
        .findFirst()
        .orElse("");
  }

  private boolean holds(Half half) {
    return held.stream().anyMatch(one -> one.half() == half);
  }

  private static Optional<Held> ask(Candidate candidate, Half half, Memory memory, Instant now) {
    List<String> names = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Guard guard : Guards.all()) {
      if (guard.half() == half) {
        guard
            .objection(candidate)
            .ifPresent(
                why -> {
                  names.add(guard.name());
                  reasons.add(why);
                });
      }
    }
    if (reasons.isEmpty() || touchesNothing(candidate, half)) {
      return Optional.empty();
    }
    String digest = digest(candidate, half);
    Instant since =
        memory.held().stream()
            .filter(old -> old.digest().equals(digest))
            .map(Held::since)
            .findFirst()
            .orElse(now);
    return Optional.of(
        new Held(
            digest,
            candidate.set(),
            candidate.family(),
            half,
            names,
            String.join("; ", reasons),
            List.copyOf(concerned(candidate, half)),
            new Held.Sizes(
                candidate.published().size(), candidate.publishedInSet(), candidate.kept().size()),
            since,
            false));
  }

  /**
   * A half without a member cannot be held, but for the first use of a set: then refusing everybody
   * else is the removal.
   */
  private static boolean touchesNothing(Candidate candidate, Half half) {
    boolean firstUse = half == Half.REMOVALS && candidate.firstUse();
    boolean concernsFamily = !candidate.published().isEmpty() || candidate.publishedInSet() == 0;
    return concerned(candidate, half).isEmpty() && !(firstUse && concernsFamily);
  }

  private static Set<Interval> concerned(Candidate candidate, Half half) {
    return switch (half) {
      case ADDITIONS -> minus(candidate.published(), candidate.kept());
      case REMOVALS -> minus(candidate.kept(), candidate.published());
    };
  }

  private static Set<Interval> minus(Collection<Interval> all, Collection<Interval> without) {
    Set<Interval> rest = new LinkedHashSet<>(all);
    without.forEach(rest::remove);
    return rest;
  }

  private static boolean isApproved(Held held, Memory memory) {
    return memory.approvals().stream().anyMatch(one -> one.digest().equals(held.digest()));
  }

  /** Over what is published, so that the same answer has the same digest whatever fades. */
  private static String digest(Candidate candidate, Half half) {
    List<String> lines =
        new ArrayList<>(candidate.published().stream().map(Interval::toString).sorted().toList());
    lines.addFirst(candidate.set() + " " + candidate.family().text() + " " + half.text());
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try {
      String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
      return hex.substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
