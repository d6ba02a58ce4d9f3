package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.source.dns.ServedNetwork;

/**
 * Domains that a mail server protects only where their MX is the filter's, with a real zone: what
 * stands in the map of recipients after each look.
 */
class MxFilterIT {
  private static final String FILTERED = "%s 15 IN MX 10 mx1.named";
  private static final String ELSEWHERE = "%s 15 IN MX 10 backup";

  private static final String PRELUDE =
      """
      set -u
      look() {
        "$IMAGE" apply --state s policy.yaml > reply 2>&1; echo "exit $?:" \
          $(sed -n 's/^\\/@\\([a-z]*\\).*postern_mta$/\\1/p' maps/recipients.regexp 2> errors)
      }
      zone() { cp "$1.zone" zone; pkill -HUP '^nsd: xfrd'; }
      asked() {
        for i in $(seq 100); do
          dig +short @127.0.0.1 MX "$1" | grep -q "$2" && return; sleep 0.1
        done
      }
      status() {
        for i in $(seq 100); do
          dig @127.0.0.1 MX one.antispamcloud.com | grep -o "$1" && return; sleep 0.1
        done
      }
      asked one.antispamcloud.com mx1
      """;

  @TempDir private Path folder;

  private static List<String> zone(String... domains) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "@ 15 IN SOA ns admin 1 7200 3600 86400 15",
                "@ 15 IN NS ns",
                "ns 15 IN A 127.0.0.1",
                "mx1.named 15 IN A 192.0.2.1",
                "backup 15 IN A 198.51.100.10"));
    lines.addAll(List.of(domains));
    return lines;
  }

  private List<String> run(String script) throws Exception {
    List<String> begin =
        zone(FILTERED.formatted("one"), ELSEWHERE.formatted("two"), FILTERED.formatted("three"));
    ServedNetwork network = new ServedNetwork(folder, begin, "");
    Files.write(
        folder.resolve("moved.zone"),
        zone(FILTERED.formatted("one"), FILTERED.formatted("two"), FILTERED.formatted("three")));
    Files.write(
        folder.resolve("left.zone"),
        zone(FILTERED.formatted("one"), FILTERED.formatted("two"), ELSEWHERE.formatted("three")));
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {filter: {sources: [192.0.2.0/24]}}
        domains:
          hosted:
            sources: [one.antispamcloud.com, two.antispamcloud.com, three.antispamcloud.com]
            mx: filter
            guard: {shrink: 10%%}
        rules: [{name: mta, hook: smtp, for: [hosted], accept: [filter], otherwise: defer}]
        protects: {mx: [named.antispamcloud.com]}
        resolve: {servers: ["127.0.0.1:53"], deadline: 4s}
        targets: [{postfix: {folder: %s, config: /nowhere}}]
        """
            .formatted(folder.resolve("maps")));
    String image = System.getProperty("postern.image", "");
    assertTrue(Files.isExecutable(Path.of(image)), "build the image first: mvn package");
    return network.run(List.of("env", "IMAGE=" + image, "sh", "-c", PRELUDE + script));
  }

  /** Its old MX is held in caches for fifteen seconds. */
  @Test
  void aDomainJoinsWhenNoCacheKnowsItsOldMx() throws Exception {
    assertEquals(
        List.of("exit 0: one three", "exit 0: one three", "waits", "exit 0: one three two"),
        run(
            "look; zone moved; asked two.antispamcloud.com mx1; look; \"$IMAGE\" plan --state s"
                + " policy.yaml > plan 2>&1; grep -q 'two.antispamcloud.com until' plan && echo"
                + " waits; until look > last && grep -q two last; do sleep 0.5; done; cat last"));
  }

  @Test
  void noAnswerChangesNothing() throws Exception {
    assertEquals(
        List.of("exit 0: one three", "SERVFAIL", "exit 0: one three"),
        run(
            "look; pkill '^nsd: '; while pgrep '^nsd' > gone; do sleep 0.1; done; mv zone gone; nsd"
                + " -d -c nsd.conf > again.log 2>&1 & status SERVFAIL; look"));
  }

  @Test
  void aDomainThatLeavesIsHeld() throws Exception {
    assertEquals(
        List.of("exit 0: one three", "exit 3: one three"),
        run("look; zone left; asked three.antispamcloud.com backup; look"));
  }
}
