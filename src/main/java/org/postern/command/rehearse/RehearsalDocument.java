package org.postern.command.rehearse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.Vicinity;
import org.postern.plan.Bypass;

/**
 * The hosts in logs that a policy would refuse, as a document for programs.
 *
 * @param past how much mail comes past the filter; empty where nothing tells
 * @param first when the first connection came, where a log tells a time
 * @param last when the last one came
 * @param connections how many there are of each fate
 * @param submissions the connections of clients that authenticated at a port that is not told
 * @param hosts the hosts that would be refused; a view, because there may be very many
 * @param unlisted connections of hosts that were too many to be listed
 * @param add the lines to write to let hosts in
 */
public record RehearsalDocument(
    Optional<Past> past,
    Optional<Instant> first,
    Optional<Instant> last,
    Connections connections,
    long submissions,
    List<Host> hosts,
    long unlisted,
    List<Addition> add) {
  /**
   * How much mail comes past the filter.
   *
   * @param connections the connections from hosts that no rule accepts
   * @param of how many in all
   * @param percent the part of them
   */
  public record Past(long connections, long of, long percent) {
    static Past of(Bypass past) {
      return new Past(past.past(), past.all(), past.percent());
    }
  }

  /** How many connections there are of each fate. */
  public record Connections(
      long internal, long unjudged, long accepted, long observed, long refused) {
    static Connections of(RehearsalTally tally) {
      return new Connections(
          tally.count(Fate.INTERNAL),
          tally.count(Fate.UNJUDGED),
          tally.count(Fate.ACCEPTED),
          tally.count(Fate.OBSERVED),
          tally.count(Fate.REFUSED));
    }
  }

  /**
   * A host that would be refused.
   *
   * @param rule the rule that decides
   * @param name the name that leads back to its address, where a log tells one
   * @param messages the messages of it that were accepted
   * @param days on which it came
   * @param near how it is near this host; empty where it is not
   */
  public record Host(
      Address peer,
      String rule,
      Fate verdict,
      long connections,
      Optional<String> name,
      long messages,
      int days,
      Optional<String> near,
      Optional<Instant> first,
      Optional<Instant> last) {
    static Host of(RehearsalHost host, Vicinity vicinity) {
      return new Host(
          host.peer(),
          host.finding().rule(),
          host.finding().fate(),
          host.count(),
          Optional.of(host.name()).filter(name -> !name.isEmpty()),
          host.messages(),
          host.days(),
          vicinity.of(host.peer()).map(Vicinity.Near::word),
          host.first(),
          host.last());
    }
  }

  /**
   * The lines to write so that hosts of one rule are let in.
   *
   * @param set the set whose sources take the lines; empty where the rule accepts none
   * @param lines the lines of the policy
   * @param blocks the blocks that may be written instead of their parts
   */
  public record Addition(String rule, String set, List<String> lines, List<Block> blocks) {}

  /**
   * A block of which several addresses were seen.
   *
   * @param excess how many of it were not
   */
  public record Block(String net, long excess) {}
}
