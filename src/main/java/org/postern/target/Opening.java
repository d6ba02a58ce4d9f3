package org.postern.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;

/**
 * The openings that a rule lets through on one hook in one family, for conditions of others to be
 * held against. None is over the loopback, which no rule judges, and none comes from or goes to
 * addresses that no connection has: multicast, IPv4 in IPv6, and 6to4, which is withdrawn.
 *
 * @param hook the hook on which they are seen
 * @param family the family of addresses
 * @param interfaces they come in by one of these; empty means any
 * @param sources the addresses that they come from, as far as that is known
 * @param destinations the addresses that they go to, as far as that is known
 * @param ports the TCP ports that were dialled
 * @param translated whether their destination address and port may have been translated
 */
public record Opening(
    Hook hook,
    Family family,
    Set<String> interfaces,
    AddressSet sources,
    AddressSet destinations,
    Ports ports,
    boolean translated) {
  private static final AddressSet NO_HOST =
      SpecialPurpose.LOOPBACK
          .union(set("224.0.0.0/4"))
          .union(set("ff00::/8"))
          .union(set("::/8"))
          .union(set("2002::/16"));

  public Opening {
    interfaces = Set.copyOf(interfaces);
  }

  /**
   * Returns the openings of one family that a rule lets through on a hook; empty when it lets no
   * peer of that family through there.
   */
  static Optional<Opening> of(AccessRule rule, Hook hook, Family family) {
    AddressSet all = AddressSet.all(family).subtract(NO_HOST);
    AddressSet peers = rule.peers().asSet().intersect(all);
    AddressSet servers = rule.packets().servers().map(all::intersect).orElse(all);
    boolean out = hook == Hook.OUTPUT;
    Opening opening =
        new Opening(
            hook,
            family,
            rule.packets().interfaces(),
            out ? all : peers,
            out ? peers.intersect(servers) : servers,
            rule.packets().ports(),
            false);
    return opening.sources.isEmpty() || opening.destinations.isEmpty()
        ? Optional.empty()
        : Optional.of(opening);
  }

  private static AddressSet set(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> AddressSet.of(ok.interval());
      case AddressText.Wrong wrong -> throw new AssertionError(text + ": " + wrong.reason());
    };
  }

  /** Returns a copy of which the destination may have been changed, or not. */
  Opening withTranslated(boolean value) {
    return new Opening(hook, family, interfaces, sources, destinations, ports, value);
  }

  /** Returns the openings to each range of their ports, which others may treat differently. */
  List<Opening> byRange() {
    return ports.ranges().stream()
        .map(
            range ->
                new Opening(
                    hook,
                    family,
                    interfaces,
                    sources,
                    destinations,
                    new Ports(List.of(range)),
                    translated))
        .toList();
  }

  /** Tells whether the openings come from these addresses. */
  public Match from(AddressSet set) {
    return relation(sources, set);
  }

  /** Tells whether they go to these addresses, as the packet says there. */
  public Match to(AddressSet set) {
    Match dialled = toDialled(set);
    return translated && !set.containsAll(AddressSet.all(family)) ? Match.MAYBE : dialled;
  }

  /** Tells whether these addresses were dialled. */
  public Match toDialled(AddressSet set) {
    return relation(destinations, set);
  }

  private static Match relation(AddressSet known, AddressSet set) {
    if (set.containsAll(known)) {
      return Match.YES;
    }
    return set.intersects(known) ? Match.MAYBE : Match.NO;
  }

  /** Tells whether the openings go to this host. */
  public Match toThisHost() {
    return switch (hook) {
      case INPUT -> Match.YES;
      case OUTPUT -> translated ? Match.MAYBE : Match.NO;
      // What passes through was dialled there, or here and was then sent on.
      case FORWARD -> Match.MAYBE;
    };
  }

  /** Tells whether they go to a port of these, as the packet says there. */
  public Match toPort(int first, int last) {
    boolean all = first <= 1 && last >= Ports.LAST;
    return translated && !all ? Match.MAYBE : toDialledPort(first, last);
  }

  /** Tells whether a port of this range was dialled. */
  public Match toDialledPort(int first, int last) {
    int low = Math.max(1, first);
    int high = Math.min(Ports.LAST, last);
    if (low > high) {
      return Match.NO;
    }
    Ports asked = new Ports(List.of(new Ports.Range(low, high)));
    return asked.containsAll(ports) ? Match.YES : ports.intersects(asked) ? Match.MAYBE : Match.NO;
  }

  /** Tells whether they come in by this interface, or by one whose name begins so. */
  public Match in(String name, boolean prefix) {
    if (hook == Hook.OUTPUT || (!prefix && name.equals(Scope.Packets.LOOPBACK))) {
      return Match.of(prefix && name.isEmpty());
    }
    if (interfaces.isEmpty()) {
      return prefix && name.isEmpty() ? Match.YES : Match.MAYBE;
    }
    long alike =
        interfaces.stream().filter(one -> prefix ? one.startsWith(name) : one.equals(name)).count();
    if (alike == 0) {
      return Match.NO;
    }
    return alike == interfaces.size() ? Match.YES : Match.MAYBE;
  }

  /** Tells whether they leave by this interface, or by one whose name begins so. */
  public Match out(String name, boolean prefix) {
    if (prefix && name.isEmpty()) {
      return Match.YES;
    }
    return hook == Hook.INPUT || (!prefix && name.equals(Scope.Packets.LOOPBACK))
        ? Match.NO
        : Match.MAYBE;
  }
}
