package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.source.dns.ServedNetwork;

/**
 * The life of a gateway before the hosted filter: a real name server with 200 A and 60 AAAA
 * records, the real program, the real kernel. Each test is a shell script inside the network; a
 * line of its output is compared.
 */
class HostedCloudIT {
  private static final String NAME = "delivery";

  /** Functions for the scripts: run and tell the exit code, count what the kernel holds. */
  private static final String PRELUDE =
      """
      set -u
      postern() { "$IMAGE" "$@" > reply 2> errors; echo "exit $?"; }
      members() { nft -j list table inet postern 2>/dev/null | grep -o '"elem": \\[[^]]*' |
        tr ',' '\\n' | grep -c '[0-9a-f][.:][0-9a-f]'; }
      block() { nft 'table inet t { chain c { type filter hook input priority 0; tcp dport 53 drop; }; }'; }
      unblock() { nft delete table inet t; }
      stop() { pkill -f '^nsd'; while pgrep -f '^nsd' > /dev/null; do sleep 0.1; done; }
      serve() { stop; cp "$1" zone; nsd -d -c nsd.conf > nsd.log 2>&1 & sleep 0.5; }
      """;

  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: delivery.antispamcloud.com}]
      rules:
        - {name: smtp, port: tcp/25, accept: filter, otherwise: drop}
      resolve: {servers: ["127.0.0.1:53"], deadline: 8s}
      """;

  @TempDir Path folder;
  private ServedNetwork network;

  @BeforeEach
  void serve() throws Exception {
    network = new ServedNetwork(folder, zone(200, 60), "");
    Files.write(folder.resolve("small"), zone(3, 60));
    Files.write(folder.resolve("four-only"), zone(200, 0));
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  private static List<String> zone(int four, int six) {
    List<String> lines = new ArrayList<>();
    lines.add("@ 300 IN SOA ns admin 1 7200 3600 86400 300");
    lines.add("@ 300 IN NS ns");
    lines.add("ns 300 IN A 127.0.0.1");
    for (int i = 0; i < four; i++) {
      lines.add("%s 300 IN A 185.201.%d.%d".formatted(NAME, 16 + i / 100, 2 * (i % 100) + 1));
    }
    for (int i = 0; i < six; i++) {
      lines.add("%s 300 IN AAAA 2a00:1450:4001:800::%x".formatted(NAME, 2 * i + 1));
    }
    return lines;
  }

  private List<String> run(String script) throws Exception {
    String image = System.getProperty("postern.image", "");
    assertTrue(Files.isExecutable(Path.of(image)), "build the image first: mvn package");
    return network.run(List.of("env", "IMAGE=" + image, "sh", "-c", PRELUDE + script));
  }

  @Test
  void allAddressesArriveOverTcpAndReachTheKernel() throws Exception {
    assertEquals(
        List.of("exit 0", "260", "exit 0"),
        run("postern apply --state s policy.yaml; members; postern plan --state s policy.yaml"));
  }

  @Test
  void withoutTcpAndWithoutLastGoodNothingIsLoaded() throws Exception {
    List<String> lines =
        run(
            "block; postern apply --state s policy.yaml; nft list tables; grep -o '53/TCP.*blocked'"
                + " errors | head -1");
    assertEquals("exit 75", lines.get(0));
    assertEquals("table inet t", lines.get(1));
    assertEquals(3, lines.size(), lines.toString());
  }

  @Test
  void withoutTcpTheLastGoodStands() throws Exception {
    assertEquals(
        List.of("exit 0", "exit 0", "260", "stands"),
        run(
            "postern apply --state s policy.yaml; block; postern apply --state s policy.yaml;"
                + " members; grep -o stands errors | head -1"));
  }

  @Test
  void deadServerNeitherRemovesNorEmpties() throws Exception {
    assertEquals(
        List.of("exit 0", "exit 0", "260"),
        run(
            "postern apply --state s policy.yaml; stop;"
                + " postern apply --state s policy.yaml; members"));
  }

  @Test
  void shrunkAnswerIsHeldUntilApprovedAndThenFades() throws Exception {
    assertEquals(
        List.of("exit 0", "exit 3", "260", "exit 0", "exit 0", "260", "exit 0", "fading"),
        run(
            "postern apply --state s policy.yaml; serve small; postern apply --state s policy.yaml;"
                + " members; postern approve --state s --reason announced"
                + " \"$(grep -o 'approve [0-9a-f]*' errors | head -1 | cut -c9-)\";"
                + " postern apply --state s policy.yaml; members;"
                + " postern resolve --state s policy.yaml; grep -o fading reply | head -1"));
  }

  @Test
  void familyThatVanishesOnceStaysAndTheOtherGoesOn() throws Exception {
    assertEquals(
        List.of("exit 0", "exit 0", "260", "said 1 of the 3 times"),
        run(
            "postern apply --state s policy.yaml; serve four-only;"
                + " postern apply --state s policy.yaml; members;"
                + " grep -o 'said [0-9] of the 3 times' errors"));
  }
}
