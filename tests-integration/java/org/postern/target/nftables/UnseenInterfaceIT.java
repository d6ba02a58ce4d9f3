package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/**
 * The program as installed, while the interface of its rule goes, joins a bridge and comes back.
 */
class UnseenInterfaceIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STRANGER = "203.0.113.80";
  private static final int PORT = 25;

  private final World world = new World();
  private final Host server = world.host("server");
  private final Wire wan = world.wire(world.host("internet"), "eth0", server, "s0");
  private int port = 10_000;

  @TempDir private Path folder;

  private Optional<Process> daemon = Optional.empty();

  @AfterEach
  void endOfTheWorld() throws InterruptedException {
    if (daemon.isPresent()) {
      daemon.get().descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.get().destroyForcibly().waitFor();
    }
    world.close();
  }

  private String policy(String device) throws IOException {
    return Files.writeString(
            folder.resolve("policy.yaml"),
            """
            sets: {own: {sources: [192.0.2.1]}}
            rules: [{name: smtp, in: [%s], port: tcp/25, accept: [own], otherwise: drop}]
            """
                .formatted(device))
        .toString();
  }

  private void at(String device) {
    server.ip("link set " + device + " up");
    server.ip("address replace 198.51.100.10/24 dev " + device);
    server.ip("route replace default dev " + device);
  }

  /** What becomes of an opening by a stranger: whether it comes past the rule. */
  private boolean passes(Watch watch) {
    int own = ++port;
    Segment segment =
        new Segment(
            Rulesets.address(STRANGER), own, Rulesets.address("198.51.100.10"), PORT, Segment.SYN);
    return watch.fate(own, () -> wan.send(segment)) != Watch.Fate.REFUSED;
  }

  private void start(Installed installed) {
    List<String> command = new ArrayList<>(installed.before());
    command.addAll(List.of(System.getProperty("postern.image"), "daemon"));
    command.addAll(List.of("--state", installed.state().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    daemon = Optional.of(server.run(builder::start));
    says("proven");
  }

  private void says(String words) {
    Watch.await(() -> log().contains(words), SOON, () -> "not said: " + words + "\n" + log());
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "";
    }
  }

  private static void ends(int exit, String word, Installed.Ended ended) {
    assertEquals(exit, ended.exit(), ended::toString);
    assertTrue((ended.output() + ended.error()).contains(word), ended::toString);
  }

  private void everythingSaysIt(Installed installed, String policy, String why) throws Exception {
    ends(1, why, installed.run("status"));
    ends(2, "POSTERN CRITICAL", installed.run("status", "--nagios"));
    ends(0, "apply would object: rule smtp", installed.run("plan", policy));
    ends(3, why, installed.run("apply", policy));
  }

  static List<Boolean> kernels() {
    return Sizes.pick(List.of(false), List.of(true, false));
  }

  /** The file system of the kernel may show the interfaces of another network namespace. */
  @ParameterizedTest
  @MethodSource("kernels")
  void theDaemonAndTheCommandsFollowTheInterface(boolean ownSys) throws Exception {
    Installed plain = Installed.on(server, folder);
    Installed installed = ownSys ? plain.by("ip", "netns", "exec", server.name()) : plain;
    at("s0");
    String policy = policy("s0");
    ends(0, "", installed.run("apply", policy));
    Watch watch = Watch.of(server);
    assertEquals(false, passes(watch));
    start(installed);
    ends(0, "all well", installed.run("status"));

    server.ip("link set s0 down");
    server.ip("link set s0 name wan0");
    at("wan0");
    assertEquals(true, passes(watch), "the gate is not open after all");
    says("rule smtp (in: s0): there is no such interface");
    everythingSaysIt(installed, policy, "there is no such interface");

    server.ip("link set wan0 down");
    server.ip("link set wan0 name s0");
    at("s0");
    says("over: the gate is open: rule smtp (in: s0)");
    assertEquals(false, passes(watch));
    ends(0, "all well", installed.run("status"));

    server.ip("link add br0 type bridge");
    server.ip("link set s0 master br0");
    server.ip("address flush dev s0");
    at("br0");
    assertEquals(true, passes(watch), "the gate is not open after all");
    says("it is a port of bridge br0");
    everythingSaysIt(installed, policy, "write in: [br0]");

    policy = policy("br0");
    ends(0, "", installed.run("apply", policy));
    assertEquals(false, passes(watch));
    Watch.await(() -> isWell(installed), SOON, this::log);

    server.ip("link delete br0");
    at("s0");
    says("rule smtp (in: br0): there is no such interface");
    assertEquals(true, passes(watch), "the gate is not open after all");
    everythingSaysIt(installed, policy, "there is no such interface");
  }

  private static boolean isWell(Installed installed) {
    try {
      return installed.run("status").exit() == 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What runs at boot loads the rules, so that they are there before the interface is. */
  @Test
  void theRulesAreThereBeforeTheInterface() throws Exception {
    Installed installed = Installed.on(server, folder);
    String policy = policy("ppp0");
    ends(3, "--interface-missing", installed.run("apply", policy));
    assertEquals("", server.nft("list ruleset"));
    ends(0, "", installed.run("apply", policy, "--interface-missing"));
    ends(0, "overruled for generation 1: --interface-missing", installed.run("history"));
    server.nft("delete table inet postern");
    ends(0, "", installed.run("restore"));
    Watch watch = Watch.of(server);
    at("s0");
    assertEquals(true, passes(watch));

    server.ip("link set s0 down");
    server.ip("link set s0 name ppp0");
    at("ppp0");
    assertEquals(false, passes(watch));
    ends(0, "all well", installed.run("status"));
  }
}
