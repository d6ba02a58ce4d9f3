package org.postern.command.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.pipeline.BoundedTarget;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.SeenPeer;
import org.postern.target.Facets;
import org.postern.target.TargetException;

/** Asks each target by itself whom it remembers: one that cannot tell hides no other's peers. */
final class RefusedTargets {
  private final Reply.Builder reply;
  private final List<RefusedDocument.Target> asked = new ArrayList<>();
  private Optional<TargetException> failure = Optional.empty();
  private int answered;

  RefusedTargets(Reply.Builder reply) {
    this.reply = reply;
  }

  /**
   * Returns the peers that the target remembers; none where it does not, or cannot tell, which the
   * reply says then.
   */
  List<SeenPeer> peers(BoundedTarget target) {
    boolean remembers = target.capabilities().can(Ability.REMEMBERS);
    if (!remembers) {
      reply.error(
          Line.Style.CAUTION, target.name() + " does not remember whom it refused or observed");
    }
    try {
      Optional<Facets.RefusedPeers> refused = target.facets().refusedPeers();
      List<SeenPeer> peers = refused.isPresent() ? refused.get().read() : List.of();
      answered++;
      asked.add(asked(target, Optional.empty()));
      return peers;
    } catch (TargetException e) {
      asked.add(asked(target, Optional.of(e.sentence())));
      failed(target, e);
      return List.of();
    }
  }

  private static RefusedDocument.Target asked(BoundedTarget target, Optional<String> error) {
    return new RefusedDocument.Target(
        target.name(),
        target.name(),
        target.kind().name(),
        target.capabilities().can(Ability.REMEMBERS),
        error);
  }

  private void failed(BoundedTarget target, TargetException e) {
    String whom = target.name() + " does not tell whom it refused or observed: " + e.getMessage();
    reply.error(Line.Style.BAD, whom);
    boolean forbidden = e.kind() == TargetException.Kind.PERMISSION;
    String remedy = e.remedy().isEmpty() && forbidden ? RefusedCommand.WITH_THE_RIGHT : e.remedy();
    if (!remedy.isEmpty()) {
      reply.error(Line.Style.PLAIN, "  " + remedy);
    }
    failure = failure.or(() -> Optional.of(e));
  }

  /** Tells whether there is a target, and none has told anything. */
  boolean areAllUnknown() {
    return answered == 0 && failure.isPresent();
  }

  /** Returns the targets that were asked. */
  List<RefusedDocument.Target> asked() {
    return List.copyOf(asked);
  }

  /** Returns the reply with what kept targets from telling. */
  Reply.Builder told(Reply.Builder told) {
    failure.ifPresent(e -> told.put("error", String.valueOf(e.getMessage())).exit(Runner.exit(e)));
    return told;
  }
}
