package org.postern.pipeline.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Actor;
import org.postern.plan.guard.Guards;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.GuardSpec;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/** Approves held changes, and tells what follows from it. */
public final class Approving {
  private final StateStore store;
  private final Actor actor;
  private final Restoration restoration;

  public Approving(StateStore store, Actor actor, Restoration restoration) {
    this.store = store;
    this.actor = actor;
    this.restoration = restoration;
  }

  /**
   * An approval that was given.
   *
   * @param held the change
   * @param follows the consequences and when they come, a sentence each
   */
  public record Approved(PendingChange held, List<String> follows) {
    public Approved {
      follows = List.copyOf(follows);
    }
  }

  /** Approves a change; empty when nothing with that digest is held. */
  public Optional<Approved> approve(String digest, String why) throws IOException {
    try (StateLock lock = store.lock()) {
      RunState memory = store.runState();
      Optional<PendingChange> held =
          memory.guards().pending().stream().filter(one -> one.digest().equals(digest)).findFirst();
      if (held.isPresent()) {
        Approval approval = new Approval(digest, actor.who(), why, actor.now());
        store.write(lock, memory.withGuards(memory.guards().withApproval(approval)));
      }
      return held.map(one -> new Approved(one, follows(one)));
    }
  }

  private List<String> follows(PendingChange held) {
    if (held.what() instanceof HeldMembers.Domains domains) {
      return List.of(domains(held.side(), domains.size()));
    }
    List<String> follows = new ArrayList<>();
    Optional<SetDefinition> set = set(held);
    switch (held.side()) {
      case REMOVALS -> {
        follows.add(leaving(held, set));
        set.map(SetDefinition::guard)
            .map(guard -> fewer(held, guard))
            .filter(text -> held.sizes().publishedInSet() > 0)
            .ifPresent(follows::add);
      }
      case ADDITIONS -> follows.add(entering(held.what().size()));
    }
    set.map(SetDefinition::guard).map(guard -> more(held, guard)).ifPresent(follows::add);
    return follows;
  }

  private static String domains(ChangeSide side, int count) {
    String domains = Counted.of(count, "domain");
    return switch (side) {
      case ADDITIONS -> domains + Counted.one(count, " joins", " join") + " at once";
      case REMOVALS ->
          domains
              + Counted.one(count, " leaves", " leave")
              + " at once: mail to "
              + Counted.one(count, "it", "them")
              + " is not judged any more";
    };
  }

  /**
   * Returns the set as the accepted policy defines it; a change of another policy is told of
   * without it.
   */
  private Optional<SetDefinition> set(PendingChange held) {
    try {
      return held.proposed()
          ? Optional.empty()
          : restoration
              .accepted(restoration.inForce(), new Report())
              .flatMap(accepted -> accepted.policy().set(held.set()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String leaving(PendingChange held, Optional<SetDefinition> set) {
    int entries = held.what().size();
    Optional<Duration> fades =
        set.filter(one -> one.sources().stream().anyMatch(SourceSpec::outside))
            .map(one -> one.keep().removed())
            .filter(time -> !time.isZero());
    return fades
        .map(time -> actor.now().plus(time).truncatedTo(ChronoUnit.SECONDS))
        .map(until -> fading(entries, until))
        .orElseGet(() -> entries(entries) + Counted.one(entries, " leaves", " leave") + " at once");
  }

  private static String entering(int entries) {
    return entries(entries) + Counted.one(entries, " comes", " come") + " into force";
  }

  private static String fading(int entries, Instant until) {
    return "%s until %s at the latest"
        .formatted(entries(entries) + Counted.one(entries, " fades", " fade"), until);
  }

  private static String fewer(PendingChange held, GuardSpec guard) {
    int least = Guards.shrinkable(held.sizes().published(), guard);
    if (held.guards().contains("at-least")) {
      least = Math.max(least, held.sizes().publishedInSet());
    }
    return "a later answer with fewer than %s is held until approved"
        .formatted(Counted.of(least, "entry"));
  }

  private static String more(PendingChange held, GuardSpec guard) {
    int base =
        switch (held.side()) {
          case REMOVALS -> held.sizes().inForce();
          case ADDITIONS -> held.sizes().inForce() + held.what().size();
        };
    return "a later answer with more than %s is held until approved"
        .formatted(Counted.of(Guards.growable(base, guard), "new entry"));
  }

  private static String entries(int count) {
    return Counted.of(count, "entry");
  }
}
