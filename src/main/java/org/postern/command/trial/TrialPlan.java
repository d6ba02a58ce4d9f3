package org.postern.command.trial;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The connections that stand for all, of every rule at every hook by every interface it names.
 * Pure.
 *
 * @param ruleset the ruleset that is tried
 * @param probes the probes in the order of the rules
 * @param samples the samples by rule and family, for saying how much was tried
 * @param gateway the gateway's own address of each family
 */
record TrialPlan(
    Ruleset ruleset,
    List<TrialProbe> probes,
    Map<String, Map<Family, TrialSample>> samples,
    Map<Family, Address> gateway) {
  /** The servers where rules name none (RFC 2544, RFC 5180). */
  private static final AddressSet LABORATORY =
      AddressSet.builder()
          .add(new Prefix(Address.ofBytes(new byte[] {(byte) 198, 18, 0, 0}), 15))
          .add(new Prefix(new Address(Family.IP6, 0x2001_0002_0000_0000L, 0), 48))
          .build();

  TrialPlan {
    probes = List.copyOf(probes);
  }

  /** Plans the connections for a ruleset. */
  static TrialPlan of(Ruleset ruleset, List<Address> asked, Set<Family> families) {
    return new Planning(ruleset.ofPackets(), asked, families).plan();
  }

  /** An interface name that no rule has. */
  static String freeInterface(Ruleset ruleset, String stem) {
    SortedSet<String> taken = new TreeSet<>();
    ruleset.ofPackets().rules().forEach(rule -> taken.addAll(rule.packets().interfaces()));
    String name = stem;
    for (int i = 0; taken.contains(name); i++) {
      name = stem + i;
    }
    return name;
  }

  private static final class Planning {
    private final Ruleset ruleset;
    private final Set<Family> families;
    private final AddressSet asking;
    private final List<Address> asked;
    private final AddressSet free;
    private final String anywhere;
    private final Map<Family, Address> servers = new EnumMap<>(Family.class);
    private final Map<Family, Address> gateway = new EnumMap<>(Family.class);
    private final List<TrialProbe> probes = new ArrayList<>();
    private final Map<String, Map<Family, TrialSample>> samples = new LinkedHashMap<>();

    Planning(Ruleset ruleset, List<Address> all, Set<Family> families) {
      this.ruleset = ruleset;
      this.families = families;
      this.anywhere = freeInterface(ruleset, "postern-out");
      AddressSet.Builder wanted = AddressSet.builder();
      all.forEach(wanted::add);
      this.asking = wanted.build();
      AddressSet dialled = dialled();
      this.asked = all.stream().filter(peer -> !dialled.contains(peer)).toList();
      AddressSet.Builder own = AddressSet.builder().add(dialled);
      for (Family family : families) {
        List<Address> two = chosen(family);
        servers.put(family, two.getFirst());
        gateway.put(family, two.getLast());
        two.forEach(own::add);
      }
      this.free = TrialSample.USABLE.subtract(own.build());
    }

    /**
     * Returns two addresses that no rule names, and which no rule accepts either, if there are
     * such.
     */
    private List<Address> chosen(Family family) {
      AddressSet.Builder servers = AddressSet.builder().add(asking);
      AddressSet.Builder peers = AddressSet.builder();
      for (AccessRule rule : ruleset.rules()) {
        rule.packets().servers().ifPresent(servers::add);
        peers.add(rule.peers().asSet());
      }
      AddressSet possible = TrialSample.USABLE.only(family).subtract(servers.build());
      AddressSet laboratory = possible.intersect(LABORATORY);
      return Stream.of(laboratory.subtract(peers.build()), laboratory, possible)
          .map(Planning::firstTwo)
          .filter(two -> two.size() == 2)
          .findFirst()
          .orElseThrow();
    }

    private static List<Address> firstTwo(AddressSet set) {
      Optional<Address> first = set.first();
      Optional<Address> second = first.flatMap(one -> set.subtract(AddressSet.of(one)).first());
      return Stream.of(first, second).flatMap(Optional::stream).toList();
    }

    private AddressSet dialled() {
      AddressSet.Builder dialled = AddressSet.builder();
      for (AccessRule rule : ruleset.rules()) {
        families.forEach(family -> named(rule, family).ifPresent(dialled::add));
      }
      return dialled.build();
    }

    TrialPlan plan() {
      ruleset.rules().forEach(this::plan);
      return new TrialPlan(ruleset, probes, samples, gateway);
    }

    private void plan(AccessRule rule) {
      Map<Family, TrialSample> ofRule = new EnumMap<>(Family.class);
      for (Family family : families) {
        if (rule.packets().servers().isEmpty() || named(rule, family).isPresent()) {
          TrialSample sample = TrialSample.of(rule.peers().asSet(), free, family);
          ofRule.put(family, sample);
          Set<String> names =
              rule.packets().interfaces().isEmpty()
                  ? Set.of(anywhere)
                  : new TreeSet<>(rule.packets().interfaces());
          for (Hook hook : rule.packets().hooks()) {
            for (String in : hook == Hook.OUTPUT ? Set.of("") : names) {
              plan(rule, hook, in, family, sample);
            }
          }
        }
      }
      samples.put(rule.name(), ofRule);
    }

    private void plan(AccessRule rule, Hook hook, String in, Family family, TrialSample sample) {
      for (int port : ports(rule)) {
        plan(rule, hook, in, port, family, sample);
      }
    }

    /** Returns both ends of each range. */
    private static Set<Integer> ports(AccessRule rule) {
      Set<Integer> ports = new TreeSet<>();
      rule.packets()
          .ports()
          .ranges()
          .forEach(range -> ports.addAll(List.of(range.first(), range.last())));
      return ports;
    }

    private void plan(
        AccessRule rule, Hook hook, String in, int port, Family family, TrialSample sample) {
      for (Address peer : asked) {
        if (peer.family() == family) {
          add(rule, TrialProbe.Kind.ASKED, Optional.empty(), packet(rule, hook, in, port, peer));
        }
      }
      for (Address peer : sample.members()) {
        add(rule, TrialProbe.Kind.MEMBER, Optional.empty(), packet(rule, hook, in, port, peer));
      }
      sample
          .neighbours()
          .forEach(
              (peer, beside) ->
                  add(
                      rule,
                      TrialProbe.Kind.NEIGHBOUR,
                      Optional.of(beside),
                      packet(rule, hook, in, port, peer)));
      for (Address peer : sample.strangers()) {
        add(rule, TrialProbe.Kind.STRANGER, Optional.empty(), packet(rule, hook, in, port, peer));
      }
    }

    private void add(
        AccessRule rule, TrialProbe.Kind kind, Optional<Address> beside, Attempt.Opening packet) {
      probes.add(new TrialProbe(rule.name(), kind, beside, packet));
    }

    private Attempt.Opening packet(AccessRule rule, Hook hook, String in, int port, Address peer) {
      Address server =
          hook == Hook.OUTPUT
              ? peer
              : named(rule, peer.family()).or(() -> own(peer.family())).orElseThrow();
      return new Attempt.Opening(hook, in, peer, server, port, true);
    }

    private Optional<Address> own(Family family) {
      return Optional.ofNullable(servers.get(family));
    }

    /** A server that the rule names, rather not one that the user wants to dial from. */
    private Optional<Address> named(AccessRule rule, Family family) {
      AddressSet servers = rule.packets().servers().orElse(AddressSet.none()).only(family);
      AddressSet usable = servers.intersect(TrialSample.USABLE);
      return usable.subtract(asking).first().or(usable::first);
    }
  }
}
