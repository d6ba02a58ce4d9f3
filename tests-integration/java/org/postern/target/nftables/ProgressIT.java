package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who waits at a terminal sees for what, and a pipe gets nothing of it. The terminal is that
 * of script(1); the kernel is made slow by strace.
 */
class ProgressIT {
  private static final int PEERS = 60_000;
  private static final int COLUMNS = 50;
  private static final String ERASED = "\r\u001b[2K";

  /** Every answer of the kernel takes a moment longer. */
  private static final String SLOW =
      "strace -f -q -o /dev/null -e trace=recvfrom -e inject=recvfrom:delay_exit=40000 ";

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @BeforeEach
  void writeThePolicy() throws Exception {
    Files.writeString(
        folder.resolve("list.txt"),
        IntStream.range(0, PEERS)
            .mapToObj(i -> "10.%d.%d.%d\n".formatted(i >> 15, (i >> 7) & 255, 2 * i & 255))
            .collect(Collectors.joining()));
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {own: {sources: [file: list.txt]}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: observe}]
        targets: [nftables]
        """);
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private Path script(String before, String command) throws Exception {
    String text =
        "cd %s; %s%s %s --state state policy.yaml\n"
            .formatted(folder, before, System.getProperty("postern.image"), command);
    return Files.writeString(folder.resolve("command.sh"), text);
  }

  /** What a terminal gets. */
  private String atATerminal(int exit, String before, String command) throws Exception {
    Path script = script("stty cols " + COLUMNS + "; " + before, command);
    Path seen = folder.resolve("seen.txt");
    run(
        exit,
        List.of("script", "-q", "-e", "-c", "sh " + script, folder.resolve("log").toString()),
        seen,
        seen);
    return Files.readString(seen);
  }

  private void run(int exit, List<String> command, Path out, Path err) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    if (err.equals(out)) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(err.toFile());
    }
    builder.environment().put("TERM", "xterm");
    builder.environment().put("NO_COLOR", "1");
    Process process = host.run(builder::start);
    process.getOutputStream().close();
    assertEquals(exit, process.waitFor(), Files.readString(out));
  }

  /** Each line is short enough, and is erased before anything else comes. */
  private static String withoutProgress(String seen) {
    Pattern pattern =
        Pattern.compile(Pattern.quote(ERASED) + "([^\r\u001b]*)(?=" + ERASED_NEXT + ")");
    for (MatchResult line : pattern.matcher(seen).results().toList()) {
      assertTrue(line.group(1).length() < COLUMNS, line::group);
    }
    return pattern.matcher(seen).replaceAll("").replace(ERASED, "").replace("\r", "");
  }

  private static final String ERASED_NEXT = Pattern.quote(ERASED);

  @Test
  void anApplyOfManyPrefixesTellsHowFarItHasCome() throws Exception {
    String seen = atATerminal(0, SLOW, "apply");
    assertTrue(
        Pattern.compile("elements written: [0-9,]+ of 60,000, (about|for) [0-9]+ s")
            .matcher(seen)
            .find(),
        seen);
    assertTrue(seen.contains(ERASED + "applying, for "), seen);
    String reply = withoutProgress(seen);
    assertFalse(reply.contains("elements"), reply);
    assertTrue(reply.startsWith("rule smtp accepts no IPv6") || reply.startsWith("+ rule"), reply);
    assertTrue(reply.endsWith("nftables: applied as generation 1, proof exact\n"), reply);
  }

  private void silenceTheNameServers() throws Exception {
    host.load(
        """
        table inet t {
          chain c {
            type filter hook input priority 0
            udp dport 53 drop
          }
        }
        """);
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {filter: {sources: [dns: mx.example]}}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
        resolve: {servers: [127.0.0.1], deadline: 3s}
        targets: [nftables]
        """);
  }

  @Test
  void silentNameServersAreWaitedForVisibly() throws Exception {
    silenceTheNameServers();
    String seen = atATerminal(75, "", "plan");
    assertTrue(seen.contains(ERASED + "DNS answers: 0 of 2, at most 2 s"), seen);
    assertFalse(withoutProgress(seen).contains("DNS answers"), seen);
  }

  @Test
  void aPipeGetsNothing() throws Exception {
    silenceTheNameServers();
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    run(75, List.of("sh", script("", "plan").toString()), out, err);
    String all = Files.readString(out) + Files.readString(err);
    assertFalse(all.contains("\u001b"), all);
    assertFalse(all.contains("DNS answers"), all);
  }
}
