package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host without a single program that speaks to the packet filter: nothing of ours needs one. */
class NoToolsIT {
  private static final List<String> TOOLS =
      List.of("nft", "iptables", "iptables-restore", "ip6tables", "ipset", "conntrack");

  /** Where one of them is, or may be, there is a device instead: in a mount namespace only. */
  private static final String COVERED =
      """
      echo "$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" | tr : '\\n' |
        while read -r folder; do
          ls -d "$folder"/nft "$folder"/*tables* "$folder"/ipset* "$folder"/conntrack* 2>/dev/null
        done | xargs -r readlink -f | sort -u |
        while read -r tool; do
          mount --bind /dev/null "$tool" || exit 1
        done || exit 100
      exec "$@"
      """;

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;
  private Path policy = Path.of("/");

  @BeforeEach
  void aPolicyThatRefuses() throws IOException {
    String observing = Files.readString(Path.of("rulesets/appriver.yaml"));
    policy = folder.resolve("policy.yaml");
    Files.writeString(policy, observing.replace("otherwise: observe", "otherwise: drop"));
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private record Ended(int exit, String output) {}

  private Ended withoutTools(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("unshare", "--mount", "--propagation", "private", "--"));
    words.addAll(List.of("sh", "-c", COVERED, "sh"));
    words.addAll(List.of(command));
    Process process = host.run(() -> new ProcessBuilder(words).redirectErrorStream(true).start());
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private void succeeds(String says, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(System.getProperty("postern.image")));
    command.addAll(List.of(words));
    Ended ended = withoutTools(command.toArray(String[]::new));

    assertEquals(0, ended.exit(), ended.output());
    assertTrue(ended.output().contains(says), ended.output());
  }

  @Test
  void theToolsAreReallyNotThere() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "for tool; do \"$tool\" --version; echo $?; done", "sh"));
    command.addAll(TOOLS);
    List<String> answers = withoutTools(command.toArray(String[]::new)).output().lines().toList();

    List<String> exits = answers.stream().filter(line -> line.matches("[0-9]+")).toList();
    assertEquals(TOOLS.size(), exits.size(), answers::toString);
    assertTrue(Set.of("126", "127").containsAll(exits), answers::toString);
    assertEquals(0, withoutTools("ip", "-V").exit());
  }

  @Test
  void aPolicyIsTried() throws Exception {
    succeeds("as expected", "try", "--enforce", "rulesets/appriver.yaml");
  }

  @Test
  void aPolicyIsPlannedAppliedAndExplained() throws Exception {
    String state = folder.resolve("state").toString();
    assertEquals(
        2,
        withoutTools(
                System.getProperty("postern.image"), "plan", policy.toString(), "--state", state)
            .exit());
    succeeds("proof exact", "apply", policy.toString(), "--state", state);
    succeeds("in sync", "plan", policy.toString(), "--state", state);
    succeeds(
        "is accepted at port 25",
        "why",
        "69.20.58.226",
        "25",
        "--policy",
        policy.toString(),
        "--state",
        state);
    assertTrue(host.accepted("smtp").containsAll(Rulesets.addresses("69.20.58.226")));
  }
}
