package org.postern.command.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The question about every connection, and the packets that answer it for all that was not said:
 * one for each way in which the rules of a port tell connections apart.
 *
 * @param hook the hook; unless said, input, or those of the rules of the port
 * @param in the interface it comes in by; unless said, each that rules name, and another one
 * @param to the address it is for; unless said, one of each part that rules tell apart
 */
record Probe(Optional<Hook> hook, Optional<String> in, Optional<Address> to) {
  /** An interface that no rule names. */
  private static final String OTHER = "(other)";

  /**
   * The most packets for one connection: no policy tells more kinds of connections to one port
   * apart.
   */
  private static final int MOST = 256;

  /** Returns the packets of a connection, as two rulesets tell them apart. */
  List<Attempt.Opening> packets(Address peer, int port, Ruleset left, Ruleset right) {
    List<AccessRule> rules =
        Stream.concat(left.ofPackets().rules().stream(), right.ofPackets().rules().stream())
            .filter(rule -> rule.packets().ports().contains(port))
            .toList();
    List<Attempt.Opening> packets = new ArrayList<>();
    for (Hook where : hooks(rules)) {
      List<AccessRule> there =
          rules.stream().filter(rule -> rule.packets().hooks().contains(where)).toList();
      for (String name : interfaces(where, there)) {
        for (Address server : servers(where, peer, there)) {
          if (packets.size() < MOST) {
            packets.addAll(ways(new Attempt.Opening(where, name, peer, server, port, true), there));
          }
        }
      }
    }
    return packets;
  }

  /**
   * Returns the packet in each form that rules tell apart: fragments only where some rule judges
   * nothing but whole packets.
   */
  private static List<Attempt.Opening> ways(Attempt.Opening packet, List<AccessRule> rules) {
    return rules.stream().anyMatch(AccessRule::wholeOnly)
        ? List.of(packet, packet.inFragments())
        : List.of(packet);
  }

  /** Returns the hooks on which connections are looked at, if these are the rules of their port. */
  Set<Hook> hooks(List<AccessRule> rules) {
    if (hook.isPresent()) {
      return Set.of(hook.get());
    }
    Set<Hook> found = new TreeSet<>();
    rules.forEach(rule -> found.addAll(rule.packets().hooks()));
    return found.isEmpty() || found.contains(Hook.INPUT) ? Set.of(Hook.INPUT) : found;
  }

  private Set<String> interfaces(Hook where, List<AccessRule> rules) {
    if (where == Hook.OUTPUT) {
      return Set.of("");
    }
    if (in.isPresent()) {
      return Set.of(in.get());
    }
    Set<String> names = new TreeSet<>();
    rules.forEach(rule -> names.addAll(rule.packets().interfaces()));
    names.add(OTHER);
    return names;
  }

  private List<Address> servers(Hook where, Address peer, List<AccessRule> rules) {
    if (where == Hook.OUTPUT) {
      return List.of(peer);
    }
    if (to.isPresent()) {
      return to.get().family() == peer.family() ? List.of(to.get()) : List.of();
    }
    List<AddressSet> cells = new ArrayList<>(List.of(AddressSet.all(peer.family())));
    rules.stream()
        .flatMap(rule -> rule.packets().servers().stream())
        .distinct()
        .forEach(s -> cut(cells, s));
    return cells.stream().flatMap(cell -> cell.first().stream()).toList();
  }

  private static void cut(List<AddressSet> cells, AddressSet servers) {
    List<AddressSet> next = new ArrayList<>();
    for (AddressSet cell : cells) {
      Stream.of(cell.intersect(servers), cell.subtract(servers))
          .filter(part -> !part.isEmpty())
          .forEach(next::add);
    }
    cells.clear();
    cells.addAll(next);
  }

  /** Returns what a packet has that others of its connection have not, in words. */
  static String words(Attempt.Opening packet) {
    String by = packet.inInterface().isEmpty() ? "" : " by " + packet.inInterface();
    String towards = packet.hook() == Hook.OUTPUT ? "" : " to " + packet.server();
    return packet.hook().text() + by + towards + (packet.fragmented() ? " in fragments" : "");
  }
}
