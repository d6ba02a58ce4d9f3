package org.postern.command.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.RecordTree;
import org.postern.plan.EntryState;
import org.postern.plan.Judgement;

/**
 * The reasons why an address may pass or may not.
 *
 * @param recipients the domain of the recipients, where one was asked for
 * @param reasons the reasons why the rules judge mail to that domain, a sentence each
 * @param address the peer
 * @param rules the rules that judge it; empty where there is nothing to judge by
 */
public record WhyDocument(
    @RecordTree.Name("for") Optional<String> recipients,
    @RecordTree.Name("recipients") Optional<List<String>> reasons,
    Address address,
    Optional<List<Rule>> rules) {
  /**
   * The judgement of a rule on the peer.
   *
   * @param rule the name of the rule
   * @param line the place in the policy, with the file
   * @param port the ports as {@link org.postern.plan.tree.PortsTree} writes it; empty for mail at
   *     any port
   * @param recipients the recipients whose mail it judges; empty for a rule of packets
   * @param ptr the names that let a peer in; empty where there are none
   * @param traces the ways by which sets of the rule hold the peer
   * @param openUntil the time when the rule judges again; empty unless it is open
   * @param vetoed the reason why the peer is not accepted although a set holds it
   */
  public record Rule(
      String rule,
      String line,
      Optional<Object> port,
      @RecordTree.Name("for") Optional<String> recipients,
      Optional<List<String>> ptr,
      Judgement verdict,
      List<Trace> traces,
      Optional<Instant> openUntil,
      Optional<String> vetoed) {
    public Rule {
      traces = List.copyOf(traces);
    }
  }

  /**
   * A way from a rule to an entry of a source.
   *
   * @param sets the sets from that of the rule to that of the source
   * @param source the source, in the words of the policy
   * @param line the place of these words; empty for a source that is not written down
   * @param net the addresses that the entry covers
   * @param widened whether the peer is only a neighbour of the entry
   * @param block the block that covers both then
   * @param until the time when the entry ends, where that is known
   * @param server the server that gave the last answer; empty where there is no fresh one
   * @param via the names that led there
   * @param ttlLeft the time for which the answer is good, in seconds; negative once it is not
   */
  public record Trace(
      List<String> sets,
      String source,
      Optional<String> line,
      String net,
      String label,
      boolean widened,
      Optional<String> block,
      EntryState standing,
      Instant firstSeen,
      Instant lastConfirmed,
      Optional<Instant> until,
      Optional<String> server,
      Optional<List<String>> via,
      Optional<Long> ttlLeft) {
    public Trace {
      sets = List.copyOf(sets);
    }
  }
}
