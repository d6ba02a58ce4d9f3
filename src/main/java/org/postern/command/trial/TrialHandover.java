package org.postern.command.trial;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.address.Address;
import org.postern.host.Json;
import org.postern.host.RecordTree;
import org.postern.plan.Attempt;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;

/**
 * The data that the process outside gives the one inside the namespaces; writer and reader side by
 * side.
 *
 * @param outside the network namespace that must not be touched, as the kernel names it
 * @param ip the path of ip(8)
 * @param ruleset the rules that are to be loaded
 * @param packets the openings to send
 * @param gateway the gateway's own addresses
 * @param changes how often the sets are to change while connections are made
 */
public record TrialHandover(
    String outside,
    String ip,
    Ruleset ruleset,
    List<Attempt.Opening> packets,
    List<Address> gateway,
    int changes) {
  public TrialHandover {
    packets = List.copyOf(packets);
    gateway = List.copyOf(gateway);
  }

  /**
   * The handover in the form in which it is written.
   *
   * @param ruleset the ruleset as {@link RulesetTree} writes it
   */
  public record Document(
      String outside,
      String ip,
      Map<String, Object> ruleset,
      List<TrialPacket> packets,
      List<Address> gateway,
      int changes) {}

  String write() {
    return Json.write(
        RecordTree.write(
            new Document(
                outside,
                ip,
                RulesetTree.write(ruleset),
                packets.stream().map(TrialPacket::of).toList(),
                gateway,
                changes)));
  }

  static TrialHandover read(String text) throws IOException {
    Document document = RecordTree.read(Document.class, Json.read(text).members());
    return new TrialHandover(
        document.outside(),
        document.ip(),
        RulesetTree.read(document.ruleset()),
        document.packets().stream().map(TrialPacket::opening).toList(),
        document.gateway(),
        document.changes());
  }
}
