package org.postern.command.trial;

import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.RecordTree;
import org.postern.plan.Judgement;

/**
 * The results of {@code try}, as a document for programs.
 *
 * @param load the ruleset that was loaded, in numbers
 * @param changing the results while sets changed; empty where none did
 * @param asExpected how many connections ended as expected
 * @param total how many were made
 * @param micros how long all of them took
 * @param contradictions the places where connections and counters tell different things, a sentence
 *     each
 * @param probes the connections, rule by rule; a view, because there may be very many
 */
public record TrialDocument(
    Load load,
    Optional<TrialChanging> changing,
    long asExpected,
    int total,
    long micros,
    List<String> contradictions,
    List<Probe> probes) {
  /**
   * The ruleset that was loaded, in numbers.
   *
   * @param rules how many
   * @param prefixes how many they accept
   * @param micros how long it took
   * @param proof {@code exact} where the kernel holds what is meant; else {@code none}
   */
  public record Load(int rules, int prefixes, long micros, String proof) {}

  /**
   * A connection.
   *
   * @param rule the rule that it is meant for
   * @param packet the first packet of the connection
   * @param kind the reason why its peer was chosen
   * @param beside the accepted address that the peer lies next to, for a neighbour
   * @param judgement the judgement of the ruleset
   * @param expected how it is to end
   * @param found how it ended
   * @param micros how long it took
   * @param why it is judged so, in words
   */
  public record Probe(
      String rule,
      @RecordTree.Inline TrialPacket packet,
      TrialProbe.Kind kind,
      Optional<Address> beside,
      Judgement judgement,
      TrialFindings.Ended expected,
      TrialFindings.Ended found,
      long micros,
      String why) {}
}
