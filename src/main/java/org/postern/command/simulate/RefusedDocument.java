package org.postern.command.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.plan.Judgement;

/**
 * The peers that rules refused or observed, as the targets remember them.
 *
 * @param targets the targets that were asked
 * @param rules the rules by which peers were judged; empty where no target could tell
 * @param fragments peers whose packets hid which rule judges them; empty where there were none
 */
public record RefusedDocument(
    List<Target> targets, Optional<List<Rule>> rules, Optional<Fragments> fragments) {
  public RefusedDocument {
    targets = List.copyOf(targets);
  }

  /**
   * A target that was asked.
   *
   * @param target the name of the target
   * @param name the name of the target again, under the member that other documents use
   * @param kind the kind of system
   * @param remembers whether it remembers peers at all
   * @param error the reason why it could not tell; empty when it could
   */
  public record Target(
      String target, String name, String kind, boolean remembers, Optional<String> error) {}

  /**
   * The peers that a rule judged.
   *
   * @param rule the name of the rule
   * @param port the port as {@link org.postern.plan.PortsTree} writes it; empty for a rule of mail
   *     without a port, and for one that is not in force any more
   * @param verdict the verdict on the peers; empty for a rule that is not in force any more
   * @param peers the latest first
   */
  public record Rule(
      String rule, Optional<Object> port, Optional<Judgement> verdict, List<Peer> peers) {
    public Rule {
      peers = List.copyOf(peers);
    }
  }

  /** Peers whose packets hid which rule judges them. */
  public record Fragments(List<Peer> peers) {
    public Fragments {
      peers = List.copyOf(peers);
    }
  }

  /**
   * A peer.
   *
   * @param peer the address of the peer
   * @param name the name that its address is proven to have; empty where none is known
   * @param target the target that remembers it
   * @param domain the domain of the recipients; empty where it is not known
   * @param count how often it came
   * @param last the time when it came last
   * @param near how it is near the host; empty for one that is not
   */
  public record Peer(
      String peer,
      Optional<String> name,
      String target,
      Optional<String> domain,
      long count,
      Instant last,
      Optional<String> near) {}
}
