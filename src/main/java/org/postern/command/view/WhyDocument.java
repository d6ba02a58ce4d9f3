package org.postern.command.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.RecordTree;
import org.postern.plan.EntryState;
import org.postern.plan.Judgement;

/**
 * Why an address may pass or may not.
 *
 * @param recipients the domain of the recipients, where one was asked for
 * @param reasons why the rules judge mail to that domain, a sentence each
 * @param address the peer
 * @param rules that judge it; empty where there is nothing to judge by
 */
public record WhyDocument(
    @RecordTree.Name("for") Optional<String> recipients,
    @RecordTree.Name("recipients") Optional<List<String>> reasons,
    Address address,
    Optional<List<Rule>> rules) {
  /**
   * What a rule says of the peer.
   *
   * @param rule its name
   * @param line where it is in the policy, with the file
   * @param port as {@link org.postern.plan.tree.PortsTree} writes it; empty for mail at any port
   * @param recipients whose mail it judges; empty for a rule of packets
   * @param ptr names that let a peer in; empty where there are none
   * @param traces the ways by which sets of the rule hold the peer
   * @param openUntil when the rule judges again; empty unless it is open
   * @param vetoed why the peer is not accepted although a set holds it
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
   * @param sets from that of the rule to that of the source
   * @param source its words in the policy
   * @param line where these are; empty for a source that is not written down
   * @param net what the entry covers
   * @param widened whether the peer is only a neighbour of the entry
   * @param block that covers both then
   * @param until when the entry ends, where that is known
   * @param server that gave the last answer; empty where there is no fresh one
   * @param via the names that led there
   * @param ttlLeft how long the answer is good, in seconds; negative once it is not
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
