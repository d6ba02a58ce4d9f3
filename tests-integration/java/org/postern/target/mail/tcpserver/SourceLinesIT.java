package org.postern.target.mail.tcpserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailBench;

/** Lines in the oddest forms mean to us what they mean to tcprules and tcpserver. */
class SourceLinesIT {
  private static final Path PROGRAMS = Path.of("target/connection-servers/usr/bin");
  private static final int WORLDS = Sizes.pick(40, 2_000);

  private static final List<String> KEYS =
      List.of(
          "",
          "10.",
          "10.1",
          "10.1.",
          "10.1.2.3",
          "10.1.2.3.",
          "10.1-3.",
          "10.1-3.4.",
          "10.-5.",
          "-10.",
          "10.1.2.250-999",
          "10.01-3.",
          "010.",
          "10.3-1.",
          "10.1.-",
          "10-.",
          " 10.",
          "=:",
          "x10.1-3.",
          "root@10.1.2.3",
          "10.1.2.0-255",
          "0-255.",
          "10.1.2.3.4",
          "1-2-3.",
          "2001::");

  private static final List<String> ENDS =
      List.of(":allow", ":deny", ":allow,A=\"b\"", ":deny ", ":allow\t", ":denyx");

  private static final List<String> PEERS =
      List.of(
          "10.1.2.3",
          "10.1.2.4",
          "10.1.2.255",
          "10.1.4.1",
          "10.3.4.1",
          "10.5.0.1",
          "9.1.1.1",
          "0.1.1.1",
          "192.0.2.1",
          "203.0.113.7");

  @TempDir private Path folder;

  private CommandRunner.Result run(String input, String... words) throws IOException {
    return new ProcessRunner().run(List.of(words), input, Duration.ofSeconds(20));
  }

  @Test
  void areReadAsTcprulesReadsThem() throws IOException {
    assertTrue(
        Files.isExecutable(PROGRAMS.resolve("tcprules")),
        PROGRAMS + " is missing; as root: src/build/install-test-tools");
    Random random = new Random(11);
    Ruleset ours =
        new Ruleset(
            List.of(
                MailBench.rule(
                    "mta", ConnectionRules.scope(), Refusal.DEFER, "10.1.0.0/16", "192.0.2.1")));
    String cdb = folder.resolve("cdb").toString();
    int taken = 0;
    for (int world = 0; world < WORLDS; world++) {
      List<String> his = new ArrayList<>();
      for (int line = random.nextInt(5); line > 0; line--) {
        his.add(
            KEYS.get(random.nextInt(KEYS.size()))
                + ENDS.get(random.nextInt(random.nextInt(8) == 0 ? ENDS.size() : 5)));
      }
      String source = String.join("\n", his);
      MergedRules merged = MergedRules.of(SourceLines.read(source), ours);
      String text = merged.text(source);
      String program = PROGRAMS.resolve("tcprules").toString();
      if (run(text, program, cdb, cdb + ".new").exit() != 0) {
        continue;
      }
      taken++;
      for (String peer : PEERS) {
        String said =
            run("", "env", "TCPREMOTEIP=" + peer, PROGRAMS.resolve("tcprulescheck").toString(), cdb)
                .output();
        boolean accepted = merged.accepts(ToyWorld.address(peer));
        assertEquals(accepted, said.endsWith("allow connection\n"), () -> peer + " in\n" + text);
        boolean sets = said.contains("set environment");
        assertTrue(!sets || !merged.ours().contains(ToyWorld.address(peer)), text);
      }
    }
    assertTrue(taken > WORLDS / 3, "of " + WORLDS + " taken: " + taken);
  }
}
