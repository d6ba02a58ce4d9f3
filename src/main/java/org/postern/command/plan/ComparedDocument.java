package org.postern.command.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.command.outcome.OutcomeDocument;
import org.postern.plan.Equivalence;
import org.postern.plan.tree.ChangeDocument;

/**
 * The difference from one policy to another, as a document for programs.
 *
 * @param counterexample a packet that is judged otherwise; empty where there is none
 * @param changes the changes of the rules
 * @param targets the target whose abilities the second policy is fitted to
 */
public record ComparedDocument(
    Optional<Packet> counterexample,
    List<ChangeDocument> changes,
    List<OutcomeDocument.Compared> targets) {

  /** The document of two policies that judge alike. */
  static final ComparedDocument EQUAL =
      new ComparedDocument(Optional.empty(), List.of(), List.of());

  static ComparedDocument of(Equivalence.Counterexample example, OutcomeDocument.Planned planned) {
    OutcomeDocument.Compared target = OutcomeDocument.Compared.of(planned);
    return new ComparedDocument(Optional.of(Packet.of(example)), target.changes(), List.of(target));
  }

  /**
   * A packet that two policies judge differently.
   *
   * @param packet the packet in words
   * @param at when it comes; empty where that makes no difference
   * @param before how it is judged by the first policy, in words
   * @param after how it is judged by the second policy, in words
   */
  public record Packet(String packet, Optional<Instant> at, String before, String after) {
    private static Packet of(Equivalence.Counterexample example) {
      return new Packet(
          example.attempt().describe(),
          example.at(),
          example.left().text(),
          example.right().text());
    }
  }
}
