package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.ProcessRunner;

/**
 * A first policy by the image, on hosts of several kinds, none of which has a network: each is
 * checked, compiled and tried. The lists are in the policy, so that no name has to be asked for.
 */
class InitIT {
  private static final String IMAGE = System.getProperty("postern.image", "");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A host with two addresses, a private network, and an /etc and a /run of its own. */
  private static final String HOST =
      """
      mount -t tmpfs none /run
      mkdir -p /run/world/up /run/world/work
      mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/world/up,workdir=/run/world/work /etc
      rm -rf /etc/resolv.conf /etc/postfix /etc/exim4
      echo 'nameserver 127.0.0.1' >/etc/resolv.conf
      ip link set lo up
      ip link add eth0 type veth peer name far0
      ip link set far0 up
      ip addr add 198.51.100.10/24 dev eth0
      ip addr add 10.9.0.2/24 dev eth0
      ip link set eth0 up
      """;

  private static final String NAT =
      """
      nft 'add table ip nat; add chain ip nat pre { type nat hook prerouting priority -100; }'
      nft add rule ip nat pre tcp dport 25 dnat to 10.9.0.5:25
      """;

  /** Their policies differ from that of the lone host in comments and names of sets. */
  private static final Set<String> LIKE_LONE = Set.of("two", "postfix");

  @TempDir private Path folder;

  private static CommandRunner.Result on(String setup, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of("unshare", "--net", "--mount", "sh", "-euc"));
    command.add(HOST + setup + "exec \"$@\"");
    command.add("sh");
    command.addAll(words);
    return new ProcessRunner().run(command, "", PATIENCE);
  }

  private static CommandRunner.Result postern(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("unshare", "--net", IMAGE));
    command.addAll(List.of(words));
    return new ProcessRunner().run(command, "", PATIENCE);
  }

  private static String setup(String situation) {
    return switch (situation) {
      case "gateway" -> NAT;
      case "docker" -> NAT + "touch /run/docker.sock\n";
      case "postfix" ->
          "mkdir -p /etc/postfix\necho 'relay_domains = example.com' >/etc/postfix/main.cf\n";
      default -> "";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lone|--provider appriver|host|accept: [appriver, own]",
        "gateway|--provider appriver|gateway|hook: forward",
        "two|--provider appriver --provider spamtitan|host|accept: [appriver, spamtitan, own]",
        "postfix|--provider appriver|host|# Postfix is on this host.",
        "docker|--provider appriver|host|hook: [input, forward]",
        "windows|--provider appriver --target windows|host|mode: block-complement",
      })
  void whatIsWrittenIsCheckedCompiledAndTried(
      String situation, String options, String role, String text) throws IOException {
    String file = folder.resolve("policy.yaml").toString();
    String state = folder.resolve("state").toString();
    List<String> words = new ArrayList<>(List.of(IMAGE, "init", "-o", file, "--state", state));
    words.addAll(List.of(options.split(" ", -1)));
    words.addAll(List.of("--yes", "--format", "json"));
    CommandRunner.Result written = on(setup(situation), words);
    assertEquals(0, written.exit(), written.error() + written.output());
    JsonTree tree = Json.read(written.output());
    assertEquals(role, tree.string("role"));
    assertEquals(List.of("10.9.0.0/24"), tree.strings("own"));
    assertTrue(Files.readString(Path.of(file)).contains(text), Files.readString(Path.of(file)));
    CommandRunner.Result again = on(setup(situation), words);
    assertEquals(0, again.exit(), again.error() + again.output());
    assertEquals(false, Json.read(again.output()).members().get("changed"));

    CommandRunner.Result checked = postern("check", file);
    assertEquals(0, checked.exit(), checked.error());
    if (Sizes.pick(LIKE_LONE.contains(situation), false)) {
      return;
    }
    CommandRunner.Result compiled =
        postern("compile", file, "--state", state, "-o", folder.resolve("compiled").toString());
    assertEquals(0, compiled.exit(), compiled.error());
    CommandRunner.Result tried = postern("try", "--enforce", file, "--state", state);
    assertEquals(0, tried.exit(), tried.error() + tried.output());
    assertTrue(tried.output().contains("came through"), tried.output());
    assertTrue(tried.output().contains("kept out"), tried.output());
  }

  /** Two at once: one of them writes, whole; the other one says that it did not. */
  @Test
  void twoAtOnceLeaveOneWholePolicy() throws Exception {
    Path file = folder.resolve("policy.yaml");
    List<Process> both = new ArrayList<>();
    for (String provider : List.of("appriver", "spamtitan")) {
      both.add(
          new ProcessBuilder(
                  "unshare",
                  "--net",
                  IMAGE,
                  "init",
                  "--provider",
                  provider,
                  "-o",
                  file.toString(),
                  "--state",
                  folder.resolve("state").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    List<Integer> ends = new ArrayList<>();
    for (Process one : both) {
      ends.add(one.waitFor());
    }
    ends.sort(null);
    assertEquals(List.of(0, 3), ends);
    assertEquals(0, postern("check", file.toString()).exit());
    String provider =
        Files.readString(file).contains("postern:appriver") ? "appriver" : "spamtitan";
    CommandRunner.Result again =
        postern(
            "init",
            "--provider",
            provider,
            "-o",
            file.toString(),
            "--state",
            folder.resolve("state").toString());
    assertTrue(again.output().contains("is as init wrote it: nothing to write"), again.output());
  }

  @Test
  void aConversationOnATerminalWritesWhatWasAnswered() throws IOException {
    assertTrue(Files.isExecutable(Path.of(IMAGE)), "build the image: mvn package");
    Path file = folder.resolve("policy.yaml");
    String command =
        "'%s' init -o '%s' --state '%s'".formatted(IMAGE, file, folder.resolve("state"));
    try (Tmux tmux = Tmux.start(folder, 110, 100, command)) {
      tmux.await("Your filter, by its name");
      tmux.line("nowhere");
      tmux.await("no ruleset of that name");
      tmux.line("appriver");
      tmux.await("gateway in front of it [host]:");
      tmux.press("Enter");
      tmux.await("(- for none)");
      tmux.line("10.1.0.0/16");
      tmux.await("whose MX records are to be watched");
      tmux.line("example.com");
      tmux.await("yes or no [yes]:");
      assertTrue(Files.notExists(file));
      tmux.press("Enter");
      tmux.await("next: postern apply --confirm 5m " + file);
    }
    String text = Files.readString(file);
    assertTrue(text.contains("accept: [appriver, own]"), text);
    assertTrue(text.contains("{net: \"10.1.0.0/16\", label: \"our own\"}"), text);
    assertTrue(text.contains("\nprotects:\n  domains: [\"example.com\"]\n"), text);
  }

  @Test
  void whoLeavesTheConversationWritesNothing() throws IOException {
    Path file = folder.resolve("policy.yaml");
    String command =
        "'%s' init -o '%s' --state '%s'; echo \"exit $?\""
            .formatted(IMAGE, file, folder.resolve("state"));
    try (Tmux tmux = Tmux.start(folder, 110, 60, command)) {
      tmux.await("Your filter, by its name");
      tmux.press("C-c");
      tmux.await("exit 3");
      tmux.await("nothing was written");
    }
    assertTrue(Files.notExists(file));
  }
}
