package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.SpecialPurpose;
import org.postern.host.Connections;
import org.postern.plan.AccessRule;
import org.postern.plan.Scope;
import org.postern.policy.Hook;

/** Checks whether something listens at port 25 where no rule judges, of either family. */
final class ListenerCheck implements Check {
  private static final int SHOWN = 4;

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    if (!host.files().isThere("proc/net/tcp")) {
      found.unseen("what listens at port 25", "/proc/net/tcp is not there", "");
      return;
    }
    TreeSet<Address> open = new TreeSet<>();
    for (Connections.Listener listener : host.connections().listeners()) {
      if (listener.port() == HostView.SMTP) {
        servers(host.addresses(), listener.address()).stream()
            .filter(server -> !isJudged(host, server))
            .forEach(open::add);
      }
    }
    for (Family family : Family.values()) {
      told(host, open.stream().filter(one -> one.family() == family).toList(), family, found);
    }
  }

  private static void told(HostView host, List<Address> open, Family family, Findings found) {
    if (open.isEmpty()) {
      return;
    }
    String shown =
        open.stream().limit(SHOWN).map(Address::toString).collect(Collectors.joining(", "))
            + (open.size() > SHOWN ? " and %d more".formatted(open.size() - SHOWN) : "");
    boolean isAlone = host.mailRules().isEmpty();
    found.add(
        host.hasPolicy() ? Severity.MUST : Severity.SHOULD,
        "port 25 is open by %s where no rule judges".formatted(family.label()),
        "something listens at port 25 of " + shown,
        isAlone
            ? "rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: observe}]"
            : "leave out to: in the rule for port 25, or name these addresses in it");
  }

  /** Returns the addresses at which it can be reached from elsewhere. */
  private static List<Address> servers(AddressSet host, Address listening) {
    boolean isAny = listening.high() == 0 && listening.low() == 0;
    if (!isAny) {
      return SpecialPurpose.LOOPBACK.contains(listening) ? List.of() : List.of(listening);
    }
    AddressSet own = host.subtract(SpecialPurpose.LOOPBACK);
    List<Address> servers = new ArrayList<>();
    for (Family family : Family.values()) {
      if (family == listening.family() || listening.family() == Family.IP6) {
        own.prefixes(family).stream()
            .map(Prefix::first)
            .filter(one -> !isLinkLocal(one))
            .forEach(servers::add);
      }
    }
    return servers;
  }

  private static boolean isLinkLocal(Address address) {
    return address.family() == Family.IP6 && (address.high() >>> 54) == 0x3fa;
  }

  private static boolean isJudged(HostView host, Address server) {
    return host.mailRules().stream().anyMatch(rule -> judges(rule, server));
  }

  private static boolean judges(AccessRule rule, Address server) {
    return switch (rule.scope()) {
      case Scope.Packets packets ->
          packets.hooks().contains(Hook.INPUT)
              && packets.servers().map(set -> set.contains(server)).orElse(true);
      case Scope.Mail _ -> true;
    };
  }
}
