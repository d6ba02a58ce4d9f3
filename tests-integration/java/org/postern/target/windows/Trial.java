package org.postern.target.windows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Ports;
import org.postern.policy.TargetBinding;

/**
 * Runs scripts on a host, and looks after every single change whether a peer is refused that was
 * admitted before and is to be afterwards, or admitted who is to be neither.
 */
final class Trial {
  /** Where openings are looked at: ports, servers, interfaces. */
  private record Spot(int port, Address server, String by) {}

  /** Whom a spot admits before a run, and whom it is to admit afterwards. */
  private record Watched(Spot spot, AddressSet before, AddressSet after) {}

  /** Names of interfaces as Windows has them. */
  static final List<String> INTERFACES =
      List.of("Ethernet 2", "vEthernet (au\u00dfen, d'\u00e9t\u00e9)", "\u4ee5\u592a\u7f51");

  private static final List<Spot> SPOTS = spots();

  final WindowsHost host = new WindowsHost();
  final List<String> faults = new ArrayList<>();
  private final Map<String, String> options = new TreeMap<>();

  /** How many ranges a chunk holds; with few of them, ranges move between chunks. */
  int limit = ScriptData.LIMIT;

  /** With these options, such as {@code mode=allow}. */
  Trial(String... given) {
    set(given);
  }

  private static List<Spot> spots() {
    List<Spot> spots = new ArrayList<>();
    for (int port : List.of(25, 26, 110, 2500, 2599, 2600)) {
      for (String server : List.of("198.18.0.1", "198.18.0.2", "2001:2::1", "2001:2::2")) {
        for (String by : INTERFACES) {
          spots.add(new Spot(port, ToyWorld.address(server), by));
        }
      }
    }
    return spots;
  }

  void set(String... given) {
    for (String option : given) {
      options.put(option.split("=", 2)[0], option.split("=", 2)[1]);
    }
  }

  WindowsOptions options() {
    return WindowsOptions.of(
        new TargetBinding(WindowsTarget.NAME, WindowsTarget.NAME, Span.wholeFile(""), options));
  }

  /** The mail server's own rule, as an installer leaves it. */
  Trial withRival() {
    FirewallModel.Entry rival = new FirewallModel.Entry();
    rival.name = "MailService.exe";
    rival.port = "20-30,110,Any";
    host.firewall.local.put(rival.name, rival);
    return this;
  }

  Ruleset held(Ruleset wanted) {
    return WindowsProjection.of(wanted, options()).held();
  }

  String script(Ruleset wanted) {
    return Script.apply(held(wanted), options(), Optional.empty())
        .text()
        .replace("$PosternLimit = " + ScriptData.LIMIT, "$PosternLimit = " + limit);
  }

  /** Runs the script for a ruleset, watched. */
  int apply(Ruleset wanted, String... switches) {
    return run(script(wanted), held(wanted), switches);
  }

  /** Runs a script that is to lead to a ruleset, watched. */
  int run(String script, Ruleset wanted, String... switches) {
    List<Watched> watched = new ArrayList<>();
    for (Spot spot : SPOTS) {
      watched.add(new Watched(spot, admitted(spot), meant(wanted, spot)));
    }
    host.firewall.changes = 0;
    host.firewall.witness = () -> watched.forEach(this::look);
    try {
      return host.run(script, switches);
    } finally {
      host.firewall.witness = () -> {};
    }
  }

  private AddressSet admitted(Spot spot) {
    return host.firewall.admitted(spot.port(), spot.server(), spot.by());
  }

  private void look(Watched watched) {
    Spot spot = watched.spot();
    AddressSet before = watched.before();
    AddressSet after = watched.after();
    AddressSet now = admitted(spot);
    AddressSet refused = before.intersect(after).subtract(now);
    AddressSet foreign = now.subtract(before.union(after));
    if (!refused.isEmpty()) {
      faults.add("change %d refuses %s at %s".formatted(host.firewall.changes, refused, spot));
    }
    if (!foreign.isEmpty()) {
      faults.add("change %d admits %s at %s".formatted(host.firewall.changes, foreign, spot));
    }
  }

  /** Whom the firewall is to admit when it holds a ruleset of ours. */
  private AddressSet meant(Ruleset wanted, Spot spot) {
    AddressSet space = AddressSet.all(spot.server().family()).subtract(Refused.LOOPBACK);
    boolean rival = host.firewall.local.containsKey("MailService.exe");
    AddressSet unjudged = rival ? space : AddressSet.none();
    Optional<AccessRule> rule =
        wanted.rules().stream()
            .filter(one -> one.packets().ports().contains(spot.port()))
            .filter(one -> one.packets().coversInterface(spot.by()))
            .filter(
                one -> one.packets().servers().map(set -> set.contains(spot.server())).orElse(true))
            .findFirst();
    if (rule.isEmpty()) {
      return unjudged;
    }
    AddressSet peers = rule.get().peers().asSet().intersect(space);
    return options().allows(rule.get().name()) && !peers.isEmpty()
        ? peers.union(unjudged)
        : peers.intersect(unjudged);
  }

  /** Where what is admitted is not what is meant. */
  List<String> differences(Ruleset wanted) {
    return SPOTS.stream()
        .filter(spot -> !admitted(spot).equals(meant(held(wanted), spot)))
        .map(spot -> spot + ": " + admitted(spot) + " instead of " + meant(held(wanted), spot))
        .toList();
  }

  /** What the host says that it holds. */
  Observation observe() throws IOException {
    String script = Script.apply(Ruleset.empty(), options(), Optional.empty()).text();
    return WindowsReader.observation(host.readBack(script), "");
  }

  /** A rule that drops all but these at port 25. */
  static Ruleset smtp(AddressSet peers) {
    return new Ruleset(List.of(rule("smtp", 25, peers, Optional.empty(), Set.of())));
  }

  static AccessRule rule(
      String name,
      int port,
      AddressSet peers,
      Optional<AddressSet> servers,
      Set<String> interfaces) {
    return rule(name, Ports.of(port), peers, servers, interfaces);
  }

  static AccessRule rule(
      String name,
      Ports ports,
      AddressSet peers,
      Optional<AddressSet> servers,
      Set<String> interfaces) {
    return new AccessRule(
        name,
        new Scope.Packets(
            Set.of(org.postern.policy.Hook.INPUT),
            new TreeSet<>(interfaces),
            servers,
            ports,
            org.postern.policy.Rule.Running.KEEP),
        new org.postern.plan.Peers.Only(peers),
        Optional.of(org.postern.policy.Refusal.DROP),
        Optional.empty(),
        Optional.empty());
  }
}
