package org.postern.pipeline.run;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.pipeline.Actor;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Targets;
import org.postern.plan.ByHand;
import org.postern.state.AuditEntry;
import org.postern.state.Generation;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.Facets;
import org.postern.target.TargetException;

/** Keeps that a person has carried out what a sheet asks for. */
public final class Attestation {
  private final StateStore store;
  private final Targets targets;
  private final Actor actor;
  private final Restoration restoration;

  public Attestation(StateStore store, Targets targets, Actor actor, Restoration restoration) {
    this.store = store;
    this.targets = targets;
    this.actor = actor;
    this.restoration = restoration;
  }

  /**
   * The attestation that counts from now on.
   *
   * @param target the name of the target
   * @param attested the sheet, the person and the time
   */
  public record Kept(String target, ByHand.Attested attested) {}

  /**
   * Keeps that a sheet is carried out. Nothing of the system itself is looked at: that is a
   * person's word.
   *
   * @param target the name of a target in use, or a kind where it is alone
   * @param digest the digest of the sheet that is carried out
   * @param by the person who says so
   * @param why the reason in words for the audit trail; may be empty
   * @throws TargetException for a target that no person changes, and for a sheet that does not wait
   */
  public Kept attest(String target, String digest, String by, String why) throws IOException {
    try (StateLock lock = store.lock()) {
      List<Generation.TargetUse> uses = restoration.used();
      BoundedTarget bound = targets.used(uses, use(uses, target).name());
      Facets.Attesting person =
          bound
              .facets()
              .attesting()
              .orElseThrow(
                  () ->
                      new TargetException(
                          TargetException.Kind.UNKNOWN,
                          bound.name() + " is brought about without a person: nothing is attested",
                          "postern status tells how it is"));
      ByHand.Attested attested = person.attest(digest, by, actor.now());
      String what = "attested sheet %s of %s by %s".formatted(digest, bound.name(), attested.by());
      store.audit().append(lock, new AuditEntry(attested.at(), actor.who(), what, why, digest));
      return new Kept(bound.name(), attested);
    }
  }

  private static Generation.TargetUse use(Collection<Generation.TargetUse> uses, String target)
      throws TargetException {
    List<Generation.TargetUse> named =
        uses.stream().filter(use -> use.name().equals(target)).toList();
    List<Generation.TargetUse> found =
        named.isEmpty() ? uses.stream().filter(use -> use.kind().equals(target)).toList() : named;
    if (found.size() == 1) {
      return found.getFirst();
    }
    String all = uses.stream().map(Generation.TargetUse::name).collect(Collectors.joining(", "));
    throw new TargetException(
        TargetException.Kind.UNKNOWN,
        found.isEmpty()
            ? "no target %s is in use".formatted(target)
            : "there is more than one target of kind " + target,
        all.isEmpty() ? "postern apply comes first" : "there are " + all);
  }
}
