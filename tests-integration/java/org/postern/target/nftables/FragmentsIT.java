package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.target.nftables.FragmentTrial.ACCEPTED;
import static org.postern.target.nftables.FragmentTrial.ACCEPTED4;
import static org.postern.target.nftables.FragmentTrial.OTHER;
import static org.postern.target.nftables.FragmentTrial.SMTP;
import static org.postern.target.nftables.FragmentTrial.STRANGER;
import static org.postern.target.nftables.FragmentTrial.STRANGER4;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.nftables.netlink.TableFamily;

/** IPv6 fragments of every form at the hook input of a real kernel, before a real server. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#withNft")
class FragmentsIT {
  private static final Set<String> NONE = Set.of();
  private static final int SEEDS = Sizes.pick(1, 60);
  private static final int RANDOM = Sizes.pick(300, 1_000);
  private static final int ENOUGH = 40;
  private static final int PATIENCE = 60_000;

  private static final String ARRIVALS =
      """
      table inet arrivals {
        counter came { }
        chain in {
          type filter hook input priority 400;
          ip6 saddr 2a0e:bad::5 meta l4proto != tcp counter name "came"
        }
      }
      """;

  /** Protocols, and the first octet of each: IPv4, IPv6, RSVP, GRE, ESP, OSPF, VRRP, SCTP. */
  private static final List<int[]> OTHERS =
      List.of(
          new int[] {4, 0x45},
          new int[] {41, 0x60},
          new int[] {46, 0x10},
          new int[] {47, 0x20},
          new int[] {50, 0xc1},
          new int[] {89, 0x03},
          new int[] {112, 0x31},
          new int[] {132, 0x80});

  private final World world = new World();
  private final Filter filter;
  private final FragmentTrial trial;

  FragmentsIT(Filter filter) throws IOException {
    this.filter = filter;
    this.trial = FragmentTrial.direct(world, filter);
  }

  @AfterEach
  void endOfTheWorld() throws IOException {
    trial.close();
    world.close();
  }

  private static Ruleset smtp(String more) {
    return rules("  - {name: smtp, hook: input, port: tcp/25, accept: [filter], " + more + "}\n");
  }

  private static Ruleset rules(String rules) {
    return Rulesets.of(
        """
        sets:
          filter: {sources: ["2a01:111:f400::/48", 192.0.2.0/24]}
          other: {sources: ["2001:db8:77::/48"]}
        rules:
        """
            + rules);
  }

  private static List<Form> forms(Predicate<Form> which) {
    return FragmentForms.all().stream().filter(which).toList();
  }

  static void assertSame(Set<String> before, Set<String> after) {
    assertEquals(NONE, without(before, after), "no longer");
    assertEquals(NONE, without(after, before), "only now");
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private void track(boolean tracked) {
    if (tracked) {
      trial.track();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noFormLetsAStrangerIn(boolean tracked) {
    track(tracked);
    Set<String> possible = trial.opened(STRANGER, SMTP, FragmentForms.all());
    FragmentForms.found().forEach(form -> assertTrue(possible.contains(form.name()), form::name));
    for (String more :
        List.of(
            "otherwise: drop",
            "otherwise: reject, running: cut",
            "otherwise: drop, in: [eth0, eth1]",
            "otherwise: drop, to: ['2001:db8:ff::/64', 198.51.100.10], log: {rate: 1/m}")) {
      trial.filtered().bring(smtp(more));
      assertEquals(NONE, trial.opened(STRANGER, SMTP, FragmentForms.all()), more);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noChanceLetsAStrangerIn(boolean tracked) {
    track(tracked);
    trial.filtered().bring(smtp("otherwise: drop"));
    seeds()
        .forEach(
            seed -> assertEquals(NONE, trial.opened(STRANGER, SMTP, RandomForms.of(seed, RANDOM))));
  }

  /** But for what the older ip6tables drops by itself, from every sender and under all rules. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAcceptedPeerIsAnsweredAsWithoutRules(boolean tracked) {
    track(tracked);
    List<Form> forms = forms(form -> filter != Filter.IPTABLES_LEGACY || !form.breaksHeader());
    Set<String> before = trial.answerable(ACCEPTED, SMTP, forms);
    trial.filtered().bring(smtp("otherwise: drop"));
    assertSame(before, trial.opened(ACCEPTED, SMTP, forms));
    assertTrue(before.size() > ENOUGH, before::toString);
    assertEquals(0, trial.filtered().observe().fragments());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatHidesNothingReachesOtherPorts(boolean tracked) {
    track(tracked);
    List<Form> forms = forms(form -> !form.hides());
    Set<String> before = trial.answerable(STRANGER, OTHER, forms);
    trial.filtered().bring(smtp("otherwise: drop"));
    assertSame(before, trial.opened(STRANGER, OTHER, forms));
    assertTrue(before.size() > ENOUGH, before::toString);
  }

  @Test
  void aServerGreetsWhoIsAcceptedAndNobodyElse() {
    trial.filtered().bring(smtp("otherwise: drop"));
    for (Form form : FragmentForms.found()) {
      assertFalse(trial.greeted(STRANGER, SMTP, form), form::name);
      assertEquals(
          filter != Filter.IPTABLES_LEGACY || !form.breaksHeader(),
          trial.greeted(ACCEPTED, SMTP, form),
          form::name);
    }
    assertTrue(trial.greeted(STRANGER, OTHER, new Form("plain", s -> Piece.of(s).cut(24))));
  }

  /** Rules that refuse no peer, or none here, leave fragments alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "accept: [filter], otherwise: observe",
        "accept: any",
        "accept: [filter], otherwise: drop, in: [eth7]",
        "accept: [filter], otherwise: drop, to: [198.51.100.10]",
        "accept: [filter], otherwise: drop, to: ['2001:db8:ff::11']"
      })
  void whereNothingIsRefusedFragmentsPass(String rule) {
    List<Form> forms = forms(form -> filter != Filter.IPTABLES_LEGACY || !form.hides());
    Set<String> before = trial.answerable(STRANGER, SMTP, forms);
    trial.filtered().bring(rules("  - {name: smtp, hook: input, port: tcp/25, " + rule + "}\n"));
    Set<String> after = trial.opened(STRANGER, SMTP, forms);
    assertSame(before, after);
    assertEquals(0, trial.filtered().observe().fragments());
  }

  @Test
  void whoSendsThemIsCountedAndRemembered() {
    trial.filtered().bring(smtp("otherwise: drop"));
    int sent = 0;
    for (Form form : FragmentForms.found()) {
      trial.opened(STRANGER, SMTP, List.of(form));
      trial.opened(ACCEPTED, SMTP, List.of(form));
      sent += filter == Filter.IPTABLES_LEGACY && form.breaksHeader() ? 0 : 1;
    }
    assertEquals(sent, trial.filtered().observe().fragments());
    List<SeenPeer> seen = trial.filtered().refusedPeers();
    assertEquals(List.of(STRANGER), seen.stream().map(one -> one.peer().toString()).toList());
    assertTrue(seen.getFirst().isOfFragments());
    assertEquals(sent, seen.getFirst().packets());
    trial.filtered().bring(smtp("otherwise: drop, log: {rate: 5/m}"));
    assertEquals(sent, trial.filtered().observe().fragments());
  }

  @Test
  void aRunningConnectionIsCutInFragmentsToo() {
    Form whole = new Form("whole", s -> List.of(Piece.of(s)));
    for (Form form : FragmentForms.found()) {
      trial.filtered().bring(Ruleset.empty());
      Runnable cut = () -> trial.filtered().bring(smtp("otherwise: drop, running: cut"));
      assertFalse(trial.greeted(STRANGER, SMTP, whole, form, cut), form::name);
    }
    trial.filtered().bring(Ruleset.empty());
    Runnable keep = () -> trial.filtered().bring(smtp("otherwise: drop"));
    assertTrue(trial.greeted(STRANGER, SMTP, whole, whole, keep));
  }

  /** Of IPv4 the kernel puts them together before the hook. */
  @Test
  void noFormOfIpv4LetsAStrangerIn() {
    List<Form> forms = new ArrayList<>();
    for (int place = 8; place < 20; place += 8) {
      int at = place;
      forms.add(new Form("cut at " + at, s -> Piece4.cut(s, at)));
      forms.add(new Form("last first " + at, s -> Piece4.cut(s, at).reversed()));
      forms.add(
          new Form(
              "twice " + at,
              s -> {
                List<Sendable> all = Piece4.cut(s, at);
                return List.of(all.getFirst(), all.getFirst(), all.getLast());
              }));
    }
    forms.add(new Form("whole", s -> Piece4.cut(s)));
    forms.add(new Form("in eights", s -> Piece4.cut(s, 8, 16)));
    forms.add(new Form("in eights, reversed", s -> Piece4.cut(s, 8, 16).reversed()));
    trial.filtered().bring(smtp("otherwise: drop"));
    assertEquals(NONE, trial.opened(STRANGER4, SMTP, forms));
    Set<String> accepted = trial.opened(ACCEPTED4, SMTP, forms);
    assertSame(trial.opened(STRANGER4, OTHER, forms), accepted);
    assertTrue(accepted.size() >= 6, accepted::toString);
    assertEquals(0, trial.filtered().observe().fragments());
  }

  /** Name servers and others live on large datagrams. */
  @ParameterizedTest
  @ValueSource(strings = {STRANGER, ACCEPTED})
  void largeDatagramsArrive(String peer) throws IOException {
    trial.filtered().bring(smtp("otherwise: drop"));
    Address source = Rulesets.address(peer);
    byte[] udp = new byte[3_008];
    ByteBuffer.wrap(udp).putShort((short) 53).putShort((short) 9_999).putShort((short) 3_008);
    byte[] echo = new byte[3_008];
    echo[0] = (byte) 128;
    List<Piece> pieces = new ArrayList<>();
    pieces.addAll(Piece.summed(17, udp, 6, source, trial.address()).cut(1_000, 2_000));
    pieces.addAll(Piece.summed(58, echo, 2, source, trial.address()).cut(1_000, 2_000).reversed());
    try (DatagramSocket socket = trial.filtered().run(() -> new DatagramSocket(9_999))) {
      pieces.forEach(piece -> trial.wire().sendPacket(piece.packet(source, trial.address())));
      DatagramPacket packet = new DatagramPacket(new byte[4_000], 4_000);
      socket.setSoTimeout(PATIENCE);
      socket.receive(packet);
      assertEquals(3_000, packet.getLength());
    }
    Watch.await(() -> echoes() == 1, "no large echo came");
    assertEquals(0, trial.filtered().observe().fragments());
  }

  /** Tunnels of Linux begin with options, and reservations (RFC 2205) with a router alert. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void otherProtocolsArriveBehindOptions(boolean tracked) {
    track(tracked);
    trial.filtered().load(ARRIVALS);
    trial.filtered().bring(smtp("otherwise: drop"));
    Address source = Rulesets.address(STRANGER);
    int sent = 0;
    for (int[] one : OTHERS) {
      byte[] octets = new byte[40];
      octets[0] = (byte) one[1];
      for (ExtensionHeader header :
          List.of(ExtensionHeader.DESTINATION, ExtensionHeader.HOP_BY_HOP)) {
        Piece piece = new Piece(one[0], octets).behind(header, 8);
        trial.wire().sendPacket(piece.packet(source, trial.address()));
        sent++;
      }
    }
    int all = sent;
    Watch.await(() -> arrivals() >= all, "not all of them came");
    assertEquals(0, trial.filtered().observe().fragments());
  }

  private long arrivals() {
    return trial
        .filtered()
        .connected(connection -> connection.reader().counters(TableFamily.INET, "arrivals"))
        .getFirst()
        .packets();
  }

  private long echoes() {
    return trial
        .filtered()
        .run(() -> Files.readAllLines(Path.of("/proc/thread-self/net/snmp6")))
        .stream()
        .filter(line -> line.startsWith("Icmp6InEchos "))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('\t') + 1).strip()))
        .sum();
  }

  /** What comes by a port of a bridge comes in by the bridge. */
  @ParameterizedTest
  @ValueSource(strings = {"", ", in: [br0]"})
  void noFormLetsAStrangerInByABridge(String in) {
    Host host = trial.filtered();
    host.ip("link add br0 address " + trial.wire().receiver() + " type bridge");
    host.ip("link set br0 up");
    host.ip("address add 2001:db8:ff::11/64 dev br0 nodad");
    host.ip("link set eth0 master br0");
    host.ip("address flush dev eth0");
    host.ip("address add 2001:db8:ff::10/64 dev br0 nodad");
    FragmentTrial.reach(host, "br0", trial.wire().sender());
    host.bring(smtp("otherwise: drop" + in));
    assertEquals(NONE, trial.opened(STRANGER, SMTP, FragmentForms.all()));
    trial.track();
    assertEquals(NONE, trial.opened(STRANGER, SMTP, FragmentForms.all()));
  }

  /** Without a port it may have been for either. */
  @Test
  void aPeerThatOneRuleRefusesIsRefused() {
    String smtp =
        "  - {name: smtp, hook: input, port: tcp/25, accept: [filter], otherwise: drop}\n";
    trial
        .filtered()
        .bring(
            rules(
                smtp + smtp.replace("smtp", "b").replace("25", "587").replace("filter", "other")));
    Form hidden = FragmentForms.found().get(2);
    Form plain = new Form("plain", s -> Piece.of(s).cut(24));
    assertEquals(Set.of("plain"), trial.opened(ACCEPTED, SMTP, List.of(plain, hidden)));
  }
}
