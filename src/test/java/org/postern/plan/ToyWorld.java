package org.postern.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/**
 * A world so small that every packet of it can be tried. Its rulesets are random; each set of
 * addresses in them is a choice of the world's addresses or the complement of one, so the last
 * address of either family stands for all that are not named.
 */
public final class ToyWorld {
  private static final List<String> NAMED =
      List.of("192.0.2.0", "192.0.2.1", "192.0.2.2", "192.0.2.255", "2001:db8::", "2001:db8::1");
  private static final List<String> UNNAMED = List.of("198.51.100.1", "2001:db8:ffff::1");
  private static final List<String> INTERFACES = List.of("eth0", "other0", "lo");
  private static final List<Ports> PORTS =
      List.of(
          Ports.of(25),
          Ports.of(587),
          new Ports(List.of(new Ports.Range(25, 25), new Ports.Range(587, 600))),
          new Ports(List.of(new Ports.Range(20, 26))));

  /** Before, between and after the times at which rules of its rulesets close. */
  static final List<Instant> MOMENTS =
      List.of(
          Instant.parse("2026-07-01T11:59:59Z"),
          Instant.parse("2026-07-01T12:00:00Z"),
          Instant.parse("2040-01-01T00:00:00Z"));

  private final RandomGenerator random;

  /** The same random numbers always make the same rulesets. */
  public ToyWorld(RandomGenerator random) {
    this.random = random;
  }

  /** Fixed seeds, more of them at night. */
  public static LongStream seeds() {
    return Sizes.seeds(30, 3_000);
  }

  /** One address. */
  public static Address address(String text) {
    return set(text).first().orElseThrow();
  }

  /** A set of addresses, prefixes and ranges. */
  public static AddressSet set(String... texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      if (!(AddressText.parse(text) instanceof AddressText.Ok ok)) {
        throw new IllegalArgumentException(text);
      }
      builder.add(ok.interval());
    }
    return builder.build();
  }

  /** A rule on input, any interface, any server, port 25, that drops all but these. */
  public static AccessRule rule(String name, String... accepted) {
    return new AccessRule(
        name,
        new Scope.Packets(
            Set.of(Hook.INPUT), new TreeSet<>(), Optional.empty(), Ports.of(25), Rule.Running.KEEP),
        new Peers.Only(set(accepted)),
        Optional.of(Refusal.DROP),
        Optional.empty(),
        Optional.empty());
  }

  /** Every packet there is. */
  static List<Attempt.Opening> packets() {
    List<Address> all = new ArrayList<>();
    NAMED.forEach(text -> all.add(address(text)));
    UNNAMED.forEach(text -> all.add(address(text)));
    List<Attempt.Opening> packets = new ArrayList<>();
    for (int port : List.of(25, 587, 26, 20, 600, 601)) {
      for (boolean opening : new boolean[] {true, false}) {
        for (Address peer : all) {
          add(packets, new Attempt.Opening(Hook.OUTPUT, "", peer, peer, port, opening));
          for (Address server : all) {
            if (server.family() == peer.family()) {
              incoming(packets, peer, server, port, opening);
            }
          }
        }
      }
    }
    return packets;
  }

  private static void incoming(
      List<Attempt.Opening> packets, Address peer, Address server, int port, boolean opening) {
    for (Hook hook : List.of(Hook.INPUT, Hook.FORWARD)) {
      for (String by : List.of("eth0", "other0", "lo", "eth7")) {
        add(packets, new Attempt.Opening(hook, by, peer, server, port, opening));
      }
    }
  }

  private static void add(List<Attempt.Opening> packets, Attempt.Opening packet) {
    packets.add(packet);
    packets.add(packet.inFragments());
  }

  /** Some rules; they may overlap. */
  public Ruleset ruleset() {
    List<AccessRule> rules = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rules.add(rule("r" + i));
    }
    return new Ruleset(rules);
  }

  /** The same with one rule made anew, which may leave the meaning as it was. */
  Ruleset changed(Ruleset ruleset) {
    List<AccessRule> rules = new ArrayList<>(ruleset.rules());
    if (rules.isEmpty()) {
      return ruleset();
    }
    int index = random.nextInt(rules.size());
    AccessRule old = rules.get(index);
    rules.set(
        index,
        switch (random.nextInt(4)) {
          case 0 -> old.withPeers(old.peers() instanceof Peers.Any ? old.peers() : only());
          case 1 ->
              new AccessRule(
                  old.name(),
                  new Scope.Packets(
                      old.packets().hooks(),
                      new TreeSet<>(some(INTERFACES)),
                      old.packets().servers(),
                      old.packets().ports(),
                      old.packets().running()),
                  old.peers(),
                  old.otherwise(),
                  old.log(),
                  old.openUntil());
          case 2 -> old.withWholeOnly(random.nextBoolean());
          default -> rule(old.name());
        });
    return new Ruleset(rules);
  }

  private AccessRule rule(String name) {
    boolean any = random.nextInt(5) == 0;
    Optional<Refusal> otherwise =
        any ? Optional.empty() : Optional.of(one(Refusal.ofPackets().toArray(Refusal[]::new)));
    Set<Hook> hooks = EnumSet.of(one(Hook.values()));
    hooks.add(one(Hook.values()));
    return new AccessRule(
        name,
        new Scope.Packets(
            hooks,
            new TreeSet<>(some(INTERFACES)),
            random.nextBoolean() ? Optional.empty() : Optional.of(addresses()),
            PORTS.get(random.nextInt(PORTS.size())),
            one(Rule.Running.values())),
        any ? new Peers.Any() : only(),
        otherwise,
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new LogRate(1 + random.nextInt(9), LogRate.Unit.MINUTE)),
        otherwise.filter(Refusal::refuses).flatMap(verdict -> openUntil()));
  }

  private Optional<Instant> openUntil() {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(MOMENTS.get(1 + random.nextInt(MOMENTS.size() - 1)));
  }

  private <T> T one(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private Peers only() {
    return new Peers.Only(addresses());
  }

  private AddressSet addresses() {
    AddressSet chosen = set(some(NAMED).toArray(new String[0]));
    return random.nextInt(4) == 0 ? chosen.complement() : chosen;
  }

  private <T> List<T> some(List<T> all) {
    return all.stream().filter(one -> random.nextInt(3) == 0).toList();
  }
}
