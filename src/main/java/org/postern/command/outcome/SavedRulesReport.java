package org.postern.command.outcome;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.host.RecordTree;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.plan.Ruleset;
import org.postern.target.SavedRules;

/**
 * Tells of files that the host loads at boot and that name sets of ours, and creates these sets.
 */
public final class SavedRulesReport {
  /** The kind of target whose rules such files hold. */
  private static final String IPTABLES = "iptables";

  private SavedRulesReport() {}

  /**
   * Creates the sets. A state that cannot be read does not keep files from being loaded: the sets
   * are then empty.
   */
  public static Reply prepare(Pipeline pipeline, Reply.Builder reply) throws IOException {
    Ruleset ruleset = Ruleset.empty();
    try {
      ruleset = inForce(pipeline.restoration().inForce());
    } catch (IOException e) {
      reply.error(Line.Style.BAD, "what was in force cannot be read: " + e.getMessage());
      reply.exit(ExitCode.PARTIAL);
    }
    List<String> made = pipeline.surroundings().saved().prepare(ruleset);
    reply.line(
        Line.Style.GOOD,
        made.isEmpty()
            ? "no saved rules name a set of postern that is missing"
            : "made for saved rules: " + String.join(", ", made));
    return reply.put("sets", made).put("changed", !made.isEmpty()).build();
  }

  /**
   * Returns the rules in force; none where Postern has left iptables, so that rules saved before
   * are not updated.
   */
  private static Ruleset inForce(InForce inForce) {
    boolean isInIptables =
        inForce.targets().stream()
            .anyMatch(one -> inForce.prepared().orElseThrow().kind(one).equals(IPTABLES));
    return inForce
        .prepared()
        .filter(one -> isInIptables)
        .map(Prepared::wanted)
        .orElse(Ruleset.empty());
  }

  /** Adds the caution that saved rules are not loaded at boot, where that is so. */
  public static Reply caution(SavedRules saved, Reply reply) throws IOException {
    List<String> files = saved.files().stream().map(Path::toString).toList();
    if (files.isEmpty()) {
      return reply;
    }
    List<OfTarget> targets = RecordTree.read(OfTargets.class, reply.tree()).targets();
    if (targets.isEmpty()) {
      return reply;
    }
    if (targets.contains(new OfTarget(IPTABLES))) {
      return saved.arePrepared()
          ? reply
          : caution(
              files, "a unit makes the sets before: systemctl enable postern-sets.service", reply);
    }
    return caution(
        files, "they are saved once more, without ours: netfilter-persistent save", reply);
  }

  private static Reply caution(List<String> files, String unless, Reply reply) {
    List<Line> errors = new ArrayList<>(reply.errors());
    errors.add(
        new Line(
            Line.Style.CAUTION,
            ("%s: saved with rules that name sets of postern. At boot these are not there, and none"
                    + " of the rules is loaded, those of others neither, unless %s")
                .formatted(String.join(", ", files), unless)));
    return reply.withErrors(errors).with("savedRules", files);
  }

  /** A reply, perhaps of a daemon, of which only the targets are read. */
  public record OfTargets(List<OfTarget> targets) {}

  /** An outcome of a target, of which only the name is read. */
  public record OfTarget(String target) {}
}
