package org.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.ProcessRunner;

class TrialIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

  private static final String SETS =
      """
      sets:
        filter:
          sources:
            - {net: 69.20.58.226, label: server45}
            - 10.1.0.0/16
            - {net: "2600:1f00::/40", label: six}
      rules:
      """;

  /** Every hook, every verdict, both families, two interfaces, and a rule for one server only. */
  private static final String ALL =
      SETS
          + """
            - {name: smtp, port: tcp/25, accept: filter, otherwise: drop}
            - {name: inner, port: tcp/587, hook: [input, forward], in: [eth0, eth1],
               to: [198.51.100.10, "2001:db8:1::5"], accept: filter, otherwise: reject}
            - {name: old, port: tcp/465, hook: forward, to: [198.51.100.10], accept: filter,
               otherwise: drop}
            - {name: out, port: tcp/53, hook: output, accept: filter, otherwise: observe}
            - {name: closed, port: tcp/26, hook: output, accept: filter, otherwise: drop}
            - {name: web, port: tcp/80, accept: any}
          """;

  private static final int CHANGES = Sizes.pick(25, 500);

  private static final String OBSERVING =
      SETS + "  - {name: smtp, port: tcp/25, accept: filter, otherwise: observe}\n";

  @TempDir private static Path folder;
  private static Path launcher = Path.of("/");

  /** Who runs it. */
  enum User {
    ROOT,
    NOBODY
  }

  /** By day one test asks for both. */
  static List<User> users() {
    return Sizes.pick(List.of(User.NOBODY), List.of(User.values()));
  }

  @BeforeAll
  static void copyTheImageToWhereEverybodyCanReadIt() throws IOException {
    Path image = Path.of(System.getProperty("postern.image")).resolve("../..").normalize();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    CommandRunner.Result copied =
        run(List.of("cp", "-a", image.toString(), folder.resolve("image").toString()));
    assertEquals(0, copied.exit(), copied.error());
    assertEquals(0, run(List.of("chmod", "-R", "a+rX", folder.toString())).exit());
    launcher = folder.resolve("image/bin/postern");
  }

  @ParameterizedTest
  @EnumSource
  void everyConnectionEndsAsTheRulesetSays(User user) throws IOException {
    JsonTree tree = json(0, user, policy(ALL));
    assertEquals(tree.number("total"), tree.number("asExpected"));
    assertEquals(List.of(), tree.strings("contradictions"));
    assertEquals("exact", tree.object("load").string("proof"));
    Set<String> found =
        tree.objects("probes").stream().map(probe -> summary(probe)).collect(Collectors.toSet());
    for (String family : List.of("4", "6")) {
      for (String hook : List.of("input", "forward")) {
        for (String in : List.of("eth0", "eth1")) {
          String where = "inner %s %s %s ".formatted(hook, in, family);
          assertTrue(found.contains(where + "accepted connected"), where + found);
          assertTrue(found.contains(where + "refused reset"), where + found);
        }
      }
      assertTrue(found.contains("smtp input postern-out " + family + " refused silent"));
      assertTrue(found.contains("smtp input postern-out " + family + " accepted connected"));
      assertTrue(found.contains("out output  " + family + " observed connected"));
      assertTrue(found.contains("closed output  " + family + " refused silent"));
    }
    assertTrue(found.contains("old forward postern-out 4 refused silent"));
    assertTrue(found.contains("old forward postern-out 4 accepted connected"));
  }

  private static String summary(JsonTree probe) {
    try {
      return "%s %s %s %s %s %s"
          .formatted(
              probe.string("rule"),
              probe.string("hook"),
              probe.string("in"),
              probe.string("peer").contains(":") ? "6" : "4",
              probe.string("judgement"),
              probe.string("found"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("users")
  void whatAPolicyObservesComesThroughUntilItIsEnforced(User user) throws IOException {
    Path policy = policy(OBSERVING);
    CommandRunner.Result observed = trial(user, policy, "--from", "8.8.4.4");
    assertEquals(0, observed.exit(), observed.error());
    assertTrue(observed.output().matches("(?s).*observed +8\\.8\\.4\\.4 .*"), observed.output());
    CommandRunner.Result enforced = trial(user, policy, "--from", "8.8.4.4", "--enforce");
    assertEquals(1, enforced.exit(), enforced.error());
    assertTrue(enforced.output().matches("(?s).*kept out +8\\.8\\.4\\.4 .*"), enforced.output());
    assertTrue(enforced.output().contains("(enforced for this trial)"), enforced.output());
  }

  /**
   * Sets change under connections of peers that stay and of peers that never are accepted. The same
   * judge has to find wrong verdicts where a change empties the lists, or removes the rules, first.
   */
  @ParameterizedTest
  @MethodSource("users")
  void noConnectionIsJudgedWronglyWhileSetsChange(User user) throws IOException {
    CommandRunner.Result result =
        trial(user, policy(ALL), "--changing", String.valueOf(CHANGES), "--format", "json");
    assertEquals(0, result.exit(), result.error());
    JsonTree changing = Json.read(result.output()).object("changing");
    assertEquals(CHANGES, changing.number("changes"));
    assertTrue(changing.number("prefixes") > 500, result.output());
    assertTrue(changing.number("kept") > CHANGES, result.output());
    assertTrue(changing.number("others") > CHANGES, result.output());
    assertEquals(0, changing.number("wrong"), result.output());
    assertTrue(changing.object("control").number("refused") > 0, result.output());
    assertTrue(changing.object("control").number("letIn") > 0, result.output());
  }

  /** Without a rule that refuses there is no verdict to be wrong in one direction. */
  @Tag("nightly")
  @Test
  void anObservingPolicyHasToBeEnforcedWhileSetsChange() throws IOException {
    CommandRunner.Result observed = trial(User.NOBODY, policy(OBSERVING), "--changing", "2");
    assertEquals(4, observed.exit(), observed.output());
    assertTrue(observed.error().contains("--enforce"), observed.error());
    CommandRunner.Result enforced =
        trial(User.NOBODY, policy(OBSERVING), "--enforce", "--changing", "2");
    assertEquals(0, enforced.exit(), enforced.error());
    assertTrue(
        enforced
            .output()
            .matches(
                "(?s).*2 changes of [0-9]+ prefixes under traffic in .*, 0 wrong\\n"
                    + "  the same connections during 10 changes that empty the lists first:"
                    + " [1-9][0-9]* wrongly refused; that remove the rules first: [1-9][0-9]*"
                    + " wrongly let in\\n"
                    + ".*"),
        enforced.output());
  }

  @Test
  void saysWhoCameThroughAndWhy() throws IOException {
    CommandRunner.Result result =
        trial(User.NOBODY, policy(ALL), "--from", "10.1.77.77", "--from", "2600:1f00::9");
    assertEquals(0, result.exit(), result.error());
    String all = result.output();
    assertTrue(all.matches("(?s).*came through +69\\.20\\.58\\.226 .* ms  \"server45\".*"), all);
    assertTrue(
        all.matches("(?s).*kept out +69\\.20\\.58\\.227 +stranger next to 69\\.20\\.58\\.226.*"));
    assertTrue(all.contains("asked for: literal 10.1.0.0/16"), all);
    assertTrue(all.contains("asked for: \"six\""), all);
  }

  @Test
  void largeSetsLoadWithoutRoot() throws IOException {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      list.append("%d.%d.%d.1\n".formatted(11 + i / 2_000, i / 200 % 10, i % 200));
    }
    Files.writeString(folder.resolve("list.txt"), list);
    Path policy =
        policy(
            """
            sets: {many: {sources: [{file: list.txt}]}}
            rules: [{name: smtp, port: tcp/25, accept: many, otherwise: drop}]
            """);
    JsonTree tree = json(0, User.NOBODY, policy);
    assertEquals(5_000, tree.object("load").number("prefixes"));
    assertEquals("exact", tree.object("load").string("proof"));
  }

  @Test
  void namesTheSettingWhereUserNamespacesAreForbidden() throws IOException {
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(List.of("unshare", "--user", "--map-root-user", "--", "sh", "-c"));
    command.add("echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"");
    command.add("sh");
    command.addAll(words(policy(ALL)));
    CommandRunner.Result result = run(command);
    assertEquals(69, result.exit(), result.output());
    assertTrue(
        result
            .error()
            .contains(
                "user.max_user_namespaces is 0; allow it with: "
                    + "sysctl -w user.max_user_namespaces=15000"),
        result.error());
  }

  @Test
  void theHalfInsideRefusesTheNamespaceItIsMeantToSpare() throws IOException {
    String script =
        "printf '{\"outside\":\"%s\",\"ip\":\"ip\",\"ruleset\":{\"rules\":[]},\"changes\":0}'"
            + " \"$(readlink /proc/self/ns/net)\" | \"$0\" try-inside";
    CommandRunner.Result result =
        run(List.of("unshare", "--net", "sh", "-c", script, launcher.toString()));
    assertEquals(69, result.exit(), result.output());
    assertTrue(result.error().contains("nothing was done"), result.error());
  }

  @ParameterizedTest
  @MethodSource("users")
  void nothingIsLeftBehind(User user) throws IOException {
    List<String> before = host();
    assertEquals(0, trial(user, policy(ALL)).exit());
    assertEquals(before, host());
    assertEquals(List.of(), leftovers());
  }

  @Test
  void diesWithTheOneThatAsked() throws Exception {
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(words(policy(ALL)));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    await(() -> leftovers().stream().anyMatch(line -> line.contains("/runtime/bin/java")));
    process.destroyForcibly().waitFor();
    await(() -> leftovers().isEmpty());
  }

  /** Something that becomes true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "in vain");
      Thread.sleep(20);
    }
  }

  /** What this test's own copy of the image still runs inside of namespaces. */
  private static List<String> leftovers() throws IOException {
    return run(List.of("ps", "-eo", "args"))
        .output()
        .lines()
        .filter(line -> line.startsWith(folder + "/image/runtime/bin/java"))
        .filter(line -> line.contains(" try-inside "))
        .toList();
  }

  private static List<String> host() throws IOException {
    return List.of(
        run(List.of("ip", "netns", "list")).output(),
        run(List.of("ip", "-br", "link")).output(),
        run(List.of("ip", "-br", "addr")).output(),
        run(List.of("nft", "list", "ruleset")).output());
  }

  private static Path policy(String text) throws IOException {
    Path policy = Files.createTempFile(folder, "policy", ".yaml");
    Files.writeString(policy, text, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-r--r--"));
    return policy;
  }

  private static JsonTree json(int exit, User user, Path policy) throws IOException {
    CommandRunner.Result result = trial(user, policy, "--format", "json");
    assertEquals(exit, result.exit(), result.error());
    return Json.read(result.output());
  }

  private static CommandRunner.Result trial(User user, Path policy, String... options)
      throws IOException {
    List<String> command =
        switch (user) {
          case ROOT -> new ArrayList<>();
          case NOBODY -> new ArrayList<>(AS_NOBODY);
        };
    command.addAll(words(policy));
    command.addAll(List.of(options));
    return run(command);
  }

  private static List<String> words(Path policy) {
    return List.of(
        launcher.toString(),
        "try",
        policy.toString(),
        "--state",
        folder.resolve("no-state").toString());
  }

  private static CommandRunner.Result run(List<String> command) throws IOException {
    return new ProcessRunner().run(command, "", PATIENCE);
  }
}
