package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user sees who may read the daemon's socket, and nothing else of the machine. */
@ExtendWith(OneGateway.class)
class ReaderIT {
  private final Gateway gateway;
  private final Box box;

  ReaderIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void group() throws InterruptedException {
    box.sh("usermod -aG postern reader");
    gateway.await("all sources heard", () -> reads(0, "sources --running").contains("asked in"));
  }

  private String reads(int exit, String command) {
    Box.Ran ran = box.run("reader", "postern " + command);
    assertEquals(exit, ran.status(), ran.output());
    return ran.output();
  }

  private static void assertHas(String output, String... parts) {
    for (String part : parts) {
      assertTrue(output.contains(part), () -> part + "\n" + output);
    }
  }

  @Test
  void seesWhatIsInForce() {
    assertHas(
        reads(0, "sets --running"),
        "in force: generation ",
        "SET     IPv4 PREFIXES  IPv6 PREFIXES",
        "filter              1              0",
        "in rule smtp");
    assertHas(
        reads(0, "rules --running"),
        "smtp  tcp/25              1              0  drop",
        " accepted, ",
        " refused");
    assertHas(
        reads(0, "sources --running"),
        "  dns nodes.example.net (line 4)",
        "    IPv4 1 entry, ",
        "by 127.0.0.1:53/udp",
        ", asked in ");
    assertHas(reads(0, "why " + Gateway.NODE + " 25 --running"), "answered by 127.0.0.1:53/udp");
    assertHas(reads(1, "why 192.0.2.1 25 --running"), "is refused at port 25 by rule smtp");
  }

  @Test
  void aStrangerIsToldWhoMaySee() {
    Box.Ran ran = box.run("stranger", "postern sets --running");
    assertEquals(77, ran.status(), ran.output());
    assertHas(ran.output(), "a member of the group postern");
  }

  @Test
  void simulatesAgainstTheLiveRules() {
    box.sh("sed 's/otherwise: drop/otherwise: observe/' /etc/postern/policy.yaml >/tmp/other.yaml");
    String same = reads(0, "simulate " + Gateway.NODE + " 25 /tmp/other.yaml");
    assertHas(same, "  live:   accepted by rule smtp", "told by the daemon");
    assertHas(
        reads(2, "simulate 192.0.2.1 25 /tmp/other.yaml"),
        "  policy: observed by rule smtp",
        "  live:   dropped by rule smtp  <- differs");
    box.sh(
        "for a in $(seq 0 7); do for b in $(seq 0 255); do echo 10.1.$a.$b 25; done; done"
            + " >/tmp/list");
    assertHas(
        reads(2, "simulate --from /tmp/list /tmp/other.yaml"),
        "observed by the policy, dropped live: 2,048");
    assertHas(
        reads(0, "simulate 192.0.2.1 25 --running"),
        "  policy: dropped by rule smtp",
        "  live:   dropped by rule smtp");
  }

  @Test
  void seesThatTheLiveRulesAreNotWhatTheyShouldBe() {
    box.sh("postern pause --for 10m --reason looking && nft delete table inet postern");
    try {
      assertHas(
          reads(2, "simulate 192.0.2.1 25 --running"),
          "  policy: dropped by rule smtp",
          "  live:   not judged  <- differs");
    } finally {
      box.sh("postern resume --reason looked");
    }
  }

  @Test
  void seesWhomTheKernelRefused() {
    box.sh(
        """
        ip netns add peer
        ip link add gate type veth peer name out netns peer
        ip addr add 198.51.100.1/24 dev gate && ip link set gate up
        ip -n peer addr add 198.51.100.2/24 dev out && ip -n peer link set out up
        """);
    try {
      box.sh("ip netns exec peer timeout 3 bash -c '</dev/tcp/198.51.100.1/25' || true");
      assertHas(reads(0, "refused --no-names"), "rule smtp (tcp/25, refused)", "  198.51.100.2,");
      assertHas(reads(0, "rules --running"), " refused");
    } finally {
      box.sh("ip netns del peer");
    }
  }
}
