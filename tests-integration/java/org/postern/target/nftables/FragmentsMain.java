package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.postern.target.nftables.FragmentTrial.ACCEPTED;
import static org.postern.target.nftables.FragmentTrial.SMTP;
import static org.postern.target.nftables.FragmentTrial.STRANGER;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.plan.Ruleset;

/**
 * The program that {@link KernelsIT} runs on other kernels: every form of fragments at a host and
 * through a gateway, by a card, by a VRF and out of tunnels.
 */
final class FragmentsMain {
  private static final Set<String> NONE = Set.of();
  private static final int SEEDS = 4;
  private static final int RANDOM = 1_000;
  private static final Ruleset RULES =
      Rulesets.of(
          """
          sets: {filter: {sources: ["2a01:111:f400::/48"]}}
          rules:
            - {name: smtp, hook: input, port: tcp/25, accept: [filter], otherwise: drop}
          """);
  private static final Ruleset GATE =
      Rulesets.of(
          """
          sets: {filter: {sources: ["2a01:111:f400::/48"]}}
          rules:
            - {name: gate, hook: forward, in: [eth0], port: tcp/25, accept: [filter],
               otherwise: drop}
          """);

  private FragmentsMain() {}

  public static void main(String[] arguments) throws IOException {
    for (Filter filter : Filter.values()) {
      for (boolean tracked : new boolean[] {false, true}) {
        try (World world = new World();
            FragmentTrial trial = FragmentTrial.direct(world, filter)) {
          judged(filter + (tracked ? ", tracked" : ""), trial, tracked, RULES);
        }
      }
      try (World world = new World();
          FragmentTrial trial = FragmentTrial.through(world, filter)) {
        judged(filter + ", gateway", trial, true, GATE);
      }
      try (World world = new World();
          FragmentTrial trial = FragmentTrial.direct(world, filter)) {
        inVrf(trial.filtered(), trial);
        judged(filter + ", vrf", trial, false, RULES);
      }
    }
    for (String kind : List.of("ip6tnl mode ip6ip6", "ip6gre")) {
      try (World world = new World();
          FragmentTrial trial = FragmentTrial.direct(world, Filter.NFTABLES)) {
        tunnelled(kind, trial);
      }
    }
  }

  private static void inVrf(Host host, FragmentTrial trial) throws IOException {
    host.ip("link add red type vrf table 10");
    host.ip("link set red up");
    host.ip("link set eth0 master red");
    FragmentTrial.reach(host, "eth0", trial.wire().sender());
    host.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
    host.ip("-6 route add default via fe80::1 dev eth0 table 10");
    // The server listens in no VRF.
    FragmentTrial.set(host, "ipv4/tcp_l3mdev_accept", "1");
  }

  private static void judged(String where, FragmentTrial trial, boolean tracked, Ruleset rules) {
    if (tracked) {
      trial.track();
    }
    List<Form> forms = new ArrayList<>(FragmentForms.all());
    for (int seed = 0; seed < SEEDS; seed++) {
      forms.addAll(RandomForms.of(seed, RANDOM));
    }
    // The older variant drops by itself what ends within a header, in a fragment of fragments too.
    if (trial.filtered().filter() == Filter.IPTABLES_LEGACY) {
      forms.removeIf(form -> form.breaksHeader() || form.nests());
    }
    Set<String> possible = trial.opened(STRANGER, SMTP, forms);
    assertFalse(possible.isEmpty(), where);
    trial.filtered().bring(rules);
    Set<String> strangers = trial.opened(STRANGER, SMTP, forms);
    Set<String> accepted = trial.opened(ACCEPTED, SMTP, forms);
    System.out.printf(
        "fragments, %s: forms=%d without_rules=%d stranger=%d accepted=%d%n",
        where, forms.size(), possible.size(), strangers.size(), accepted.size());
    assertEquals(NONE, strangers, where);
    FragmentsIT.assertSame(possible, accepted);
  }

  /** What comes out of a tunnel comes in once more. */
  private static void tunnelled(String kind, FragmentTrial trial) {
    Host host = trial.filtered();
    host.ip("link add tun type " + kind + " local 2001:db8:ff::10 remote 2a01:111:f400::9");
    host.ip("link set tun up");
    boolean gre = kind.contains("gre");
    List<Form> forms = FragmentForms.all().stream().map(form -> inTunnel(form, gre)).toList();
    Set<String> possible = trial.opened(STRANGER, SMTP, forms);
    assertFalse(possible.isEmpty(), kind);
    host.bring(RULES);
    Set<String> strangers = trial.opened(STRANGER, SMTP, forms);
    System.out.printf(
        "fragments, %s: forms=%d without_rules=%d stranger=%d%n",
        kind, forms.size(), possible.size(), strangers.size());
    assertEquals(NONE, strangers, kind);
  }

  private static Form inTunnel(Form form, boolean gre) {
    return new Form(
        form.name(),
        segment -> form.packets(segment).stream().map(packet -> tunnelled(packet, gre)).toList());
  }

  private static Sendable tunnelled(byte[] packet, boolean gre) {
    byte[] header = gre ? new byte[] {0, 0, (byte) 0x86, (byte) 0xdd} : new byte[0];
    byte[] octets = new byte[header.length + packet.length];
    System.arraycopy(header, 0, octets, 0, header.length);
    System.arraycopy(packet, 0, octets, header.length, packet.length);
    Piece outer = new Piece(gre ? GRE : IP6, octets);
    return (source, destination) ->
        outer.packet(Rulesets.address("2a01:111:f400::9"), Rulesets.address("2001:db8:ff::10"));
  }

  private static final int GRE = 47;
  private static final int IP6 = 41;
}
