package org.postern.command.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.address.Address;
import org.postern.command.view.WhyCommand;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.plan.Attempt;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;
import org.postern.policy.Hook;

/**
 * What the process outside gives the one inside the namespaces; writer and reader side by side.
 *
 * @param outside the network namespace that must not be touched, as the kernel names it
 * @param ip the path of ip(8)
 * @param ruleset what is to be loaded
 * @param packets the openings to send
 * @param gateway the gateway's own addresses
 * @param changes how often the sets are to change while connections are made
 */
record TrialHandover(
    String outside,
    String ip,
    Ruleset ruleset,
    List<Attempt.Opening> packets,
    List<Address> gateway,
    int changes) {
  TrialHandover {
    packets = List.copyOf(packets);
    gateway = List.copyOf(gateway);
  }

  String write() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("outside", outside);
    tree.put("ip", ip);
    tree.put("ruleset", RulesetTree.write(ruleset));
    tree.put("packets", packets.stream().map(TrialHandover::tree).toList());
    tree.put("gateway", gateway.stream().map(Address::toString).toList());
    tree.put("changes", changes);
    return Json.write(tree);
  }

  static TrialHandover read(String text) throws IOException {
    JsonTree tree = Json.read(text);
    List<Attempt.Opening> packets = new ArrayList<>();
    for (JsonTree packet : tree.objects("packets")) {
      packets.add(packet(packet));
    }
    return new TrialHandover(
        tree.string("outside"),
        tree.string("ip"),
        RulesetTree.read(tree.object("ruleset").members()),
        packets,
        tree.strings("gateway").stream().map(WhyCommand::address).toList(),
        (int) tree.number("changes"));
  }

  static Map<String, Object> tree(Attempt.Opening packet) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hook", packet.hook().text());
    tree.put("in", packet.inInterface());
    tree.put("peer", packet.peer().toString());
    tree.put("server", packet.server().toString());
    tree.put("port", packet.port());
    return tree;
  }

  private static Attempt.Opening packet(JsonTree tree) throws IOException {
    return new Attempt.Opening(
        Hook.valueOf(tree.string("hook").toUpperCase(Locale.ROOT)),
        tree.string("in"),
        WhyCommand.address(tree.string("peer")),
        WhyCommand.address(tree.string("server")),
        (int) tree.number("port"),
        true);
  }
}
