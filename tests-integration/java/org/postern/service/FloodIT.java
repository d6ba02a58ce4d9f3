package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A reader who takes all that he gets takes it from himself. */
@ExtendWith(OneGateway.class)
class FloodIT {
  /** Names are asked for 64 addresses at once, each by a few packets. */
  private static final int MOST_QUESTIONS = 64 * 8;

  /** Questions for a name are counted, those of the policy among them. */
  private static final String COUNTER =
      """
      nft 'add table inet count; add counter inet count questions;
        add chain inet count output { type filter hook output priority 0; };
        add rule inet count output udp dport 53 counter name questions'
      """;

  private static final String POLICY =
      """
      sets:
        filter: {sources: [{dns: nodes.example.net}]}
        many: {sources: [{file: list.txt}]}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, many], otherwise: drop}
      """;

  private final Gateway gateway;
  private final Box box;
  private final List<Process> floods = new ArrayList<>();

  FloodIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  /** A list and a memory of peers that take some work to tell of. */
  @BeforeEach
  void muchToTell() throws IOException {
    box.sh("useradd --system -G postern flooder; useradd --system -G postern other");
    box.sh("usermod -aG postern-admin changer");
    try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/service/flood.pl"))) {
      box.write("/tmp/flood.pl", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    box.sh(
        """
        awk 'BEGIN { for (i = 0; i < 10000; i++) printf "100.64.%d.%d\\n", i / 100, i % 100 * 2 }' \
          >/etc/postern/list.txt
        """);
    box.write(Gateway.POLICY, POLICY);
    box.sh("postern apply --reason flood " + Gateway.POLICY);
    box.sh(
        """
        { echo 'add element inet postern smtp_seen_ip {'
          awk 'BEGIN { for (i = 0; i < 20000; i++) printf "45.9.%d.%d,", i / 200, i % 200 }'
          echo '45.10.0.1 }'; } >/tmp/seen && nft -f /tmp/seen
        """);
    box.sh(COUNTER);
  }

  @AfterEach
  void nothingIsLeft() {
    floods.forEach(Process::destroy);
    box.sh("pkill -u flooder; userdel flooder; userdel other; rm -f /tmp/flooded");
    box.sh("nft delete table inet count");
    gateway.policy();
    box.sh("postern apply --reason calm " + Gateway.POLICY + "; rm /etc/postern/list.txt");
  }

  private void flood(String mode, int number, String command) throws IOException {
    floods.add(
        box.inside(
                "runuser",
                "-u",
                "flooder",
                "--",
                "perl",
                "/tmp/flood.pl",
                "/run/postern-read.sock",
                mode,
                String.valueOf(number),
                command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** How long it takes until a chain that was flushed is whole again, in milliseconds. */
  private long repair() throws InterruptedException {
    long millis =
        Long.parseLong(
            box.sh(
                """
                begin=$(date +%s%3N)
                nft flush chain inet postern input
                for i in $(seq 6000); do
                  nft list chain inet postern input | grep -q jump && break
                  sleep .03
                done
                echo $(($(date +%s%3N) - begin))
                """));
    gateway.await("seen", () -> box.run("postern status").output().contains("nftables: in sync"));
    return millis;
  }

  private int questions() {
    return Integer.parseInt(
        box.sh("nft -j list counter inet count questions | jq '.nftables[1].counter.packets'"));
  }

  @Tag("nightly")
  @Test
  void takesNothingFromOthersNorFromTheLoop() throws Exception {
    String daemon = gateway.daemon();
    long calm = Math.max(repair(), repair());
    flood("idle", 6, "");
    flood("half", 6, "");
    flood("connect", 1, "");
    flood("ask", 6, "refused");
    flood("ask", 6, "history");
    gateway.await("flooded", () -> box.run("test -e /tmp/flooded").status() == 0);

    for (String user : new String[] {"root", "other", "changer"}) {
      Box.Ran ran = box.run(user, "postern status");
      assertEquals(0, ran.status(), user + ": " + ran.output());
    }
    assertEquals(0, box.run("changer", "postern resume --reason flood").status());
    long flooded = Math.min(repair(), repair());
    System.out.printf("repair: %d ms, under a flood %d ms%n", calm, flooded);
    assertTrue(flooded <= 3 * calm, "%d ms, else %d ms".formatted(flooded, calm));
    assertTrue(questions() <= MOST_QUESTIONS, () -> questions() + " questions");
    assertEquals(daemon, gateway.daemon(), gateway::journal);
    Box.Ran refused = box.run("other", "postern refused");
    assertTrue(refused.output().contains("rule smtp"), refused.output());
  }
}
