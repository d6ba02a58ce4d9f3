package org.postern.command.outcome;

import java.util.Collections;
import java.util.Set;
import org.postern.address.Family;
import org.postern.command.Line;
import org.postern.command.Paragraph;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.WidenedWords;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.Rule;
import org.postern.source.Resolution;

/** Tells what is known before a target is looked at: stale sources, held changes, widened sets. */
public final class PreparedReport {
  private PreparedReport() {}

  /** Tells whether something waits for an approval or was refused. */
  public static boolean isHeld(Prepared prepared) {
    return !prepared.meaning().settled().pending().isEmpty()
        || !prepared.meaning().settled().refused().isEmpty();
  }

  public static void add(Prepared prepared, Reply.Builder reply) {
    warn(prepared, reply);
    sizes(prepared, Set.of(), reply);
  }

  /**
   * Tells what is known of sets and rules.
   *
   * @param unknown the sets that are not known whole: nothing is said of rules that accept them
   */
  public static void sizes(Prepared prepared, Set<String> unknown, Reply.Builder reply) {
    sets(prepared, reply);
    DomainsReport.sizes(prepared, reply);
    familiesWithoutMembers(prepared, unknown, reply);
  }

  /** Tells the notes on the policy and the state. */
  public static void notes(Prepared prepared, Reply.Builder reply) {
    prepared.notes().forEach(note -> reply.error(Line.Style.ASIDE, "note: " + note));
  }

  /** Tells only what goes to standard error: notes, sources without information, what is held. */
  public static void warn(Prepared prepared, Reply.Builder reply) {
    notes(prepared, reply);
    boolean degraded = DomainsReport.warn(prepared, reply);
    for (Resolution resolution : prepared.resolved().resolutions()) {
      degraded |= degraded(resolution, reply);
    }
    held(prepared, reply);
    reply.document(PreparedDocument.of(prepared, degraded));
  }

  private static boolean degraded(Resolution resolution, Reply.Builder reply) {
    String name =
        "%s of set %s (%s)"
            .formatted(
                resolution.key().source(),
                resolution.key().set(),
                resolution.key().family().label());
    return switch (resolution) {
      case Resolution.Fresh fresh -> false;
      case Resolution.Stale stale -> {
        reply.error(
            Line.Style.CAUTION,
            "%s gives no information, its answer of %s stands: %s"
                .formatted(name, stale.last().at(), stale.why().detail()));
        yield true;
      }
      case Resolution.Failed failed -> {
        reply.error(Line.Style.BAD, name + " never answered: " + failed.why().detail());
        yield true;
      }
    };
  }

  private static void held(Prepared prepared, Reply.Builder reply) {
    ApprovalAdvice advice = new ApprovalAdvice(prepared);
    for (PendingChange held : prepared.meaning().settled().pending()) {
      reply.error(
          Line.Style.CAUTION,
          "held: %s of set %s (%s): %s"
              .formatted(held.side().text(), held.set(), held.kind().label(), held.message()));
      Paragraph.of("  ", advice.of(held)).forEach(line -> reply.error(Line.Style.PLAIN, line));
    }
    for (String refused : prepared.meaning().settled().refused()) {
      reply.error(Line.Style.CAUTION, "refused: " + refused);
    }
    for (String caution : prepared.meaning().settled().cautions()) {
      reply.error(Line.Style.CAUTION, "unallocated: " + caution);
    }
  }

  private static void sets(Prepared prepared, Reply.Builder reply) {
    for (EffectiveSet set : prepared.meaning().sets()) {
      if (!set.excess().isEmpty()) {
        reply.line(
            Line.Style.CAUTION,
            "set %s is widened: it covers %s that no source named%s"
                .formatted(
                    set.name(),
                    Counted.of(set.excess().size(), "address"),
                    WidenedWords.proof(set)));
      }
    }
  }

  private static void familiesWithoutMembers(
      Prepared prepared, Set<String> unknown, Reply.Builder reply) {
    for (AccessRule rule : prepared.meaning().ruleset().rules()) {
      if (isKnown(rule, prepared, unknown)
          && rule.peers() instanceof Peers.Only only
          && !only.addresses().isEmpty()
          && rule.refusal() == Judgement.REFUSED) {
        for (Family family : Family.values()) {
          if (only.addresses().isEmpty(family)) {
            reply.line(
                Line.Style.ASIDE,
                "rule %s accepts no %s peers: all of them are refused"
                    .formatted(rule.name(), family.label()));
          }
        }
      }
    }
  }

  private static boolean isKnown(AccessRule rule, Prepared prepared, Set<String> unknown) {
    return prepared
        .policy()
        .rule(rule.name())
        .filter(one -> one.accept() instanceof Rule.Accept.Sets sets && !disjoint(sets, unknown))
        .isEmpty();
  }

  private static boolean disjoint(Rule.Accept.Sets sets, Set<String> unknown) {
    return Collections.disjoint(sets.names(), unknown);
  }
}
