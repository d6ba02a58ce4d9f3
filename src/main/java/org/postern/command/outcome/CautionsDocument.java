package org.postern.command.outcome;

import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.Vicinity;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.safe.TighteningOrder;
import org.postern.plan.SeenPeer;

/**
 * The reasons for leaving a difference unapplied, as a document for programs.
 *
 * @param advice in which order to make rules stricter, in words
 * @param objections the objections that apply would make
 * @param endangered the peers connected now that would be refused
 * @param observed the peers that came and would be refused
 */
public record CautionsDocument(
    List<String> advice,
    List<ObjectionDocument> objections,
    List<Connected> endangered,
    List<Observed> observed) {

  /**
   * A peer that is connected now.
   *
   * @param port the port of this host
   * @param rule the rule that would refuse it
   * @param cut whether the connection ends too
   * @param near how the peer is near the host; empty for one that is not
   */
  public record Connected(
      Address peer, Address server, int port, String rule, boolean cut, Optional<String> near) {
    private static Connected of(Endangered one, Vicinity vicinity) {
      return new Connected(
          one.connection().client(),
          one.connection().server(),
          one.connection().port(),
          one.rule(),
          one.cut(),
          Nearness.word(vicinity, one.connection().client()));
    }
  }

  /**
   * A peer that came.
   *
   * @param rule the rule that would refuse it
   * @param domain the domain of the recipients; empty where it is not known
   * @param count how often it came
   * @param secondsAgo the time since it came last, in seconds
   * @param near how the peer is near the host; empty for one that is not
   */
  public record Observed(
      Address peer,
      String rule,
      Optional<String> domain,
      long count,
      long secondsAgo,
      Optional<String> near) {
    private static Observed of(SeenPeer one, Vicinity vicinity) {
      return new Observed(
          one.peer(),
          one.rule(),
          one.domain(),
          one.packets(),
          one.ago().toSeconds(),
          Nearness.word(vicinity, one.peer()));
    }
  }

  static CautionsDocument of(Outcome.Planned planned) {
    Vicinity vicinity = planned.vicinity();
    return new CautionsDocument(
        TighteningOrder.advice(planned),
        ObjectionReport.documents(planned.objections()),
        planned.endangered().stream().map(one -> Connected.of(one, vicinity)).toList(),
        planned.foreseen().peers().stream().map(one -> Observed.of(one, vicinity)).toList());
  }
}
