package org.postern.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Recall;
import org.postern.pipeline.ShippedRuleset;
import org.postern.plan.SeenPeer;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.PolicyText;
import org.postern.target.Facets;
import org.postern.target.TargetException;

/** The events around the daemon, looked at once a minute: who knocks, which file was edited. */
final class Surroundings {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Pipeline pipeline;
  private Optional<Instant> knockedAt = Optional.empty();
  private Map<String, Address> knocking = Map.of();
  private Optional<Instant> comparedAt = Optional.empty();
  private List<String> edited = List.of();
  private int compared;

  Surroundings(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Returns the digests of held additions of which a member is being refused, and a member. */
  Map<String, Address> knocking(List<PendingChange> held, InForce inForce, Instant now) {
    List<PendingChange> additions =
        held.stream().filter(one -> one.side() == ChangeSide.ADDITIONS).toList();
    if (additions.isEmpty()) {
      knocking = Map.of();
      knockedAt = Optional.empty();
    } else if (isDue(knockedAt, now)) {
      knockedAt = Optional.of(now);
      knocking = refusedOf(additions, inForce, now);
    }
    return knocking;
  }

  /** A clock that was set back does not stop the looking. */
  private static boolean isDue(Optional<Instant> last, Instant now) {
    return last.filter(at -> !at.isAfter(now) && now.isBefore(at.plus(EVERY))).isEmpty();
  }

  private Map<String, Address> refusedOf(
      List<PendingChange> additions, InForce inForce, Instant now) {
    Map<String, Address> found = new LinkedHashMap<>();
    for (String name : inForce.targets()) {
      for (SeenPeer peer : refused(inForce, name)) {
        additions.stream()
            .filter(held -> !now.minus(peer.ago()).isBefore(held.since()))
            .filter(held -> held.what().addresses().contains(peer.peer()))
            .forEach(held -> found.put(held.digest(), peer.peer()));
      }
    }
    return found;
  }

  private List<SeenPeer> refused(InForce inForce, String name) {
    try {
      Optional<Facets.RefusedPeers> refused =
          pipeline.drift().target(inForce, name).facets().refusedPeers();
      return refused.isPresent() ? refused.get().read() : List.of();
    } catch (TargetException e) {
      return List.of();
    }
  }

  /** Returns the files that differ from what was accepted, as of the last look. */
  List<String> edited() {
    return edited;
  }

  /** Tells whether a file differs from what was accepted, looked at anew when it is time. */
  Optional<Condition> edited(Recall recall, Instant now) {
    int generation = recall.generation().map(one -> one.number()).orElse(0);
    if (generation != compared || isDue(comparedAt, now)) {
      compared = generation;
      comparedAt = Optional.of(now);
      edited = edited(recall.contents().texts());
    }
    return edited.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Condition(
                EventKind.POLICY_EDITED,
                "policy",
                "edited, not applied: " + String.join(", ", edited)));
  }

  private static List<String> edited(List<PolicyText> texts) {
    List<String> found = new ArrayList<>();
    for (PolicyText text : texts) {
      if (differs(text)) {
        found.add(text.name());
      }
    }
    return found;
  }

  /** A file that the daemon may not read says nothing; a ruleset changes with the program. */
  private static boolean differs(PolicyText text) {
    if (text.isShipped()) {
      return ShippedRuleset.isOther(text);
    }
    try {
      byte[] now = Files.readAllBytes(Path.of(text.name()));
      return !new String(now, StandardCharsets.UTF_8).equals(text.text());
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
