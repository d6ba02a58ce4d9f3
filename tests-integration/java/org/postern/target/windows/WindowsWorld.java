package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** Random rulesets that Windows can hold. */
final class WindowsWorld {
  private static final List<String> CORNERS =
      List.of(
          "0.0.0.0",
          "255.255.255.255",
          "10.0.0.0/8",
          "192.0.2.0/25",
          "192.0.2.128/25",
          "192.0.2.0",
          "192.0.2.255",
          "198.51.100.7-198.51.101.3",
          "0.0.0.0/1",
          "128.0.0.0/1",
          "::",
          "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "2001:db8::/32",
          "2001:db8::ffff",
          "2001:db8::1:0",
          "2001:db8:2::/48",
          "8000::/1",
          "::1",
          "::/127",
          "::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "::-::5",
          "ff02::1",
          "ff02::-ff02::5",
          "127.0.0.1",
          "0.0.0.0-126.255.255.255",
          "2001:db8:1::1-2001:db8:1::ff");

  private final RandomGenerator random;

  WindowsWorld(RandomGenerator random) {
    this.random = random;
  }

  Ruleset ruleset() {
    List<AccessRule> rules = new ArrayList<>();
    if (random.nextInt(8) > 0) {
      rules.add(rule("smtp", ports(25)));
    }
    if (random.nextInt(3) == 0) {
      rules.add(rule("smtp-allow-v4-1", org.postern.policy.Ports.of(110)));
    }
    return new Ruleset(rules);
  }

  private AccessRule rule(String name, org.postern.policy.Ports ports) {
    Optional<AddressSet> servers =
        switch (random.nextInt(6)) {
          case 0 -> Optional.of(ToyWorld.set("198.18.0.1"));
          case 1 -> Optional.of(ToyWorld.set("198.18.0.2", "2001:2::1"));
          default -> Optional.empty();
        };
    Set<String> interfaces = new TreeSet<>();
    if (random.nextInt(4) == 0) {
      for (int i = 0; i <= random.nextInt(2); i++) {
        interfaces.add(Trial.INTERFACES.get(random.nextInt(Trial.INTERFACES.size())));
      }
    }
    return Trial.rule(name, ports, peers(), servers, interfaces);
  }

  private org.postern.policy.Ports ports(int port) {
    return random.nextBoolean()
        ? org.postern.policy.Ports.of(port)
        : new org.postern.policy.Ports(
            List.of(
                new org.postern.policy.Ports.Range(port, port),
                new org.postern.policy.Ports.Range(2500, 2599)));
  }

  AddressSet peers() {
    AddressSet.Builder builder = AddressSet.builder();
    int corners = random.nextInt(5);
    for (int i = 0; i < corners; i++) {
      builder.add(ToyWorld.set(CORNERS.get(random.nextInt(CORNERS.size()))));
    }
    if (random.nextInt(4) == 0) {
      builder.add(scattered(random.nextInt(40)));
    }
    return builder.build();
  }

  /** About that many small pieces of both families. */
  AddressSet scattered(int count) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = 0; i < count; i++) {
      Family family = random.nextInt(4) == 0 ? Family.IP6 : Family.IP;
      byte[] bytes = new byte[family.bits() / 8];
      random.nextBytes(bytes);
      Address address = Address.ofBytes(bytes);
      if (random.nextInt(3) == 0) {
        builder.add(Prefix.containing(address, family.bits() - random.nextInt(9)));
      } else {
        builder.add(new Interval(address, address));
      }
    }
    return builder.build();
  }

  /** The same with some pieces gone and others come. */
  AddressSet changed(AddressSet set) {
    List<Interval> kept = new ArrayList<>(set.intervals());
    kept.removeIf(interval -> random.nextInt(5) == 0);
    AddressSet.Builder builder = AddressSet.builder();
    kept.forEach(builder::add);
    return builder.build().union(scattered(random.nextInt(1 + kept.size() / 4)));
  }
}
