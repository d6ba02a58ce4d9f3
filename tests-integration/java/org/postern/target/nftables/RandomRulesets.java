package org.postern.target.nftables;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/**
 * Rulesets of every kind. Rules whose name begins with "gate" always judge what is forwarded and
 * others never do, because what a rule asks of connection tracking stays with its name.
 */
public final class RandomRulesets {
  private static final List<String> NAMES =
      List.of("smtp", "smtp-ip", "input", "from", "x-from", "a1-seen-ip6", "gate", "gate-2");
  private static final Instant LATE = Instant.parse("2099-12-31T23:59:59Z");
  private static final List<String> INTERFACES = List.of("eth0", "eth1", "wg-0", "br.1_x", "e");

  private final Random random;

  public RandomRulesets(long seed) {
    this.random = new Random(seed);
  }

  /** No rules, or up to six; each has ports of its own. */
  public Ruleset next() {
    List<AccessRule> rules = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (random.nextInt(2) == 0) {
        rules.add(rule(NAMES.get(i), ports(25 + 256 * i)));
      }
    }
    return new Ruleset(rules);
  }

  private AccessRule rule(String name, Ports ports) {
    boolean gate = name.startsWith("gate");
    Optional<AddressSet> servers =
        gate || random.nextBoolean() ? Optional.of(servers()) : Optional.empty();
    boolean any = random.nextInt(6) == 0;
    Optional<Refusal> otherwise =
        any ? Optional.empty() : Optional.of(pick(Refusal.ofPackets().toArray(Refusal[]::new)));
    return new AccessRule(
        name,
        new Scope.Packets(hooks(gate), interfaces(), servers, ports, pick(Rule.Running.values())),
        any ? new Peers.Any() : new Peers.Only(peers()),
        otherwise,
        any || random.nextBoolean() ? Optional.empty() : Optional.of(log()),
        otherwise.filter(Refusal::refuses).flatMap(verdict -> openUntil()));
  }

  /** One, a range, or more of both than a rule of iptables has room for; of 256 from the first. */
  private Ports ports(int first) {
    List<Ports.Range> ranges = new ArrayList<>();
    int at = first + random.nextInt(2);
    int count = pick(1, 1, 2, 3, 20);
    for (int i = 0; i < count; i++) {
      int last = at + (random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0);
      ranges.add(new Ports.Range(at, last));
      at = last + 2 + random.nextInt(2);
    }
    return new Ports(ranges);
  }

  /** Long ago, or so late that no test sees it. */
  private Optional<Instant> openUntil() {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(pick(Instant.ofEpochSecond(1), Instant.parse("2026-01-31T23:59:59Z"), LATE));
  }

  private Set<Hook> hooks(boolean gate) {
    Set<Hook> hooks = EnumSet.of(gate ? Hook.FORWARD : pick(Hook.INPUT, Hook.OUTPUT));
    if (random.nextInt(3) == 0) {
      hooks.add(Hook.INPUT);
    }
    if (random.nextInt(3) == 0) {
      hooks.add(Hook.OUTPUT);
    }
    return hooks;
  }

  private SortedSet<String> interfaces() {
    SortedSet<String> names = new TreeSet<>();
    for (String name : INTERFACES) {
      if (random.nextInt(6) == 0) {
        names.add(name);
      }
    }
    return names;
  }

  private LogRate log() {
    return new LogRate(1 + random.nextInt(50), pick(LogRate.Unit.values()));
  }

  private AddressSet servers() {
    AddressSet.Builder builder = AddressSet.builder();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Family family = pick(Family.values());
      builder.add(prefix(family, random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(family.bits())));
    }
    return builder.build();
  }

  private AddressSet peers() {
    AddressSet.Builder builder = AddressSet.builder();
    int kind = random.nextInt(8);
    if (kind == 0) {
      return AddressSet.none();
    }
    if (kind == 1) {
      return random.nextBoolean() ? AddressSet.all() : AddressSet.all(pick(Family.values()));
    }
    int count = 1 + random.nextInt(kind == 2 ? 400 : 12);
    for (int i = 0; i < count; i++) {
      Family family = pick(Family.values());
      Prefix prefix = prefix(family, family.bits() - random.nextInt(kind == 3 ? 30 : 9));
      builder.add(prefix);
      if (random.nextInt(4) == 0) {
        prefix.last().next().ifPresent(next -> builder.add(new Interval(next, next)));
      }
    }
    return builder.build();
  }

  private Prefix prefix(Family family, int length) {
    Address address =
        switch (family) {
          case IP -> new Address(family, 0, random.nextLong() & 0xffffffffL);
          case IP6 -> new Address(family, random.nextLong(), random.nextLong());
        };
    return Prefix.containing(address, length);
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
