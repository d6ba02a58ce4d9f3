package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dry runs and plans against something else, by the program as installed. */
class DryRunIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What a program does that writes, removes or makes something in a file system. */
  private static final Pattern WRITES =
      Pattern.compile(
          "O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|mkdir|rmdir|unlink|rename|symlink|chmod|chown|truncate"
              + "|mknod|utimens|\\blink(at)?\\(");

  /** The virtual machine sets what a core dump of it holds. */
  private static final Pattern OF_THE_MACHINE = Pattern.compile("/proc/self/|/dev/null|fcntl");

  private final World world = new World();
  private final Host host = world.host("server");
  private final Host other = world.host("other");
  private Optional<Process> daemon = Optional.empty();

  @TempDir private Path folder;
  @TempDir private Path scratch;

  @AfterEach
  void endOfTheWorld() throws InterruptedException {
    if (daemon.isPresent()) {
      daemon.get().descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.get().destroyForcibly().waitFor();
    }
    world.close();
  }

  private String policy(String otherwise, String... sources) throws IOException {
    return Files.writeString(
            scratch.resolve("policy.yaml"),
            """
            sets: {s: {sources: [%s]}}
            rules: [{name: smtp, port: tcp/25, accept: [s], otherwise: %s}]
            """
                .formatted(String.join(", ", sources), otherwise))
        .toString();
  }

  /** Every file of the state, and the ruleset with handles. */
  private Map<String, String> everything(Installed installed) throws IOException {
    Map<String, String> all = new TreeMap<>();
    if (Files.exists(installed.state())) {
      try (Stream<Path> files = Files.walk(installed.state())) {
        for (Path file : files.toList()) {
          String stat = Files.readAttributes(file, "unix:ino,ctime,mode,size").toString();
          int content = Files.isRegularFile(file) ? Arrays.hashCode(Files.readAllBytes(file)) : 0;
          all.put(file.toString(), stat + content);
        }
      }
    }
    all.put("ruleset", host.nft("-a list ruleset"));
    return all;
  }

  /** Runs it and holds it to have changed nothing, by what is there and by its system calls. */
  private Installed.Ended dry(int exit, Installed installed, String... words) throws Exception {
    Map<String, String> before = everything(installed);
    Path trace = scratch.resolve("trace");
    Installed.Ended ended =
        installed
            .by("strace", "-f", "--seccomp-bpf", "-o", trace.toString(), "-e", "trace=%file,%desc")
            .run(words);
    assertEquals(exit, ended.exit(), ended::toString);
    assertEquals(before, everything(installed), ended::toString);
    List<String> writes =
        Files.readAllLines(trace).stream()
            .filter(line -> WRITES.matcher(line).find())
            .filter(line -> !OF_THE_MACHINE.matcher(line).find())
            .filter(line -> !line.contains("readlink"))
            .toList();
    assertEquals(List.of(), writes);
    return ended;
  }

  @Test
  void nothingIsWritten() throws Exception {
    Installed installed = Installed.on(host, folder);
    String policy = policy("drop", "192.0.2.1", "192.0.2.3");
    Installed.Ended first = dry(2, installed, "apply", policy, "--dry-run", "--confirm", "5m");
    assertTrue(first.output().contains("2 prefixes to add"), first::toString);
    assertEquals("", host.nft("list ruleset"));

    assertEquals(0, installed.run("apply", policy).exit());
    dry(0, installed, "apply", policy, "--dry-run");
    dry(0, installed, "daemon", "--once", "--dry-run");
    host.nft("flush ruleset");
    Installed.Ended drift = dry(2, installed, "daemon", "--once", "--dry-run");
    assertTrue(drift.output().contains("2 prefixes to add"), drift::toString);
    assertEquals("", host.nft("list ruleset"));
    Path lock = Files.writeString(scratch.resolve("a.lock"), lock("10.0.0.1"));
    String outside = policy("drop", "dns: mx.example");
    dry(3, installed, "apply", outside, "--lock", lock.toString(), "--dry-run");
  }

  private void start(Installed installed) {
    List<String> command = List.of(System.getProperty("postern.image"), "daemon");
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--state", installed.state().toString()));
    Path log = scratch.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile());
    daemon = Optional.of(host.run(builder::start));
    Watch.await(() -> read(log).contains("proven"), SOON, () -> read(log));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  /** The daemon's rules are seen from another network namespace: only the daemon can see them. */
  @Test
  void aDaemonIsAskedAndLearnsNothing() throws Exception {
    Installed installed = Installed.on(host, folder);
    String policy = policy("drop", "192.0.2.1", "192.0.2.3");
    assertEquals(0, installed.run("apply", policy).exit());
    start(installed);
    String history = installed.run("history").output();
    String ruleset = host.nft("-a list ruleset");

    Installed elsewhere = Installed.on(other, folder);
    Installed.Ended same = elsewhere.run("apply", policy, "--dry-run");
    assertEquals(0, same.exit(), same::toString);
    assertTrue(same.output().contains("dry run: nothing was changed"), same::toString);
    Installed.Ended more =
        elsewhere.run("apply", policy("reject", "192.0.2.1", "192.0.2.5"), "--dry-run");
    assertEquals(2, more.exit(), more::toString);
    assertTrue(more.output().contains("1 prefix to add, 1 prefix to delete"), more::toString);

    assertEquals(history, installed.run("history").output());
    assertEquals(ruleset, host.nft("-a list ruleset"));
    Installed.Ended status = installed.run("status");
    assertEquals(0, status.exit(), status::toString);
    assertTrue(status.output().contains("generation 1"), status::toString);
  }

  private Installed asNobody() {
    return Installed.on(host, folder)
        .by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  /** No rights, no network, a state that cannot be entered, and git for the other side. */
  @Test
  void aPlanAgainstSomethingElseNeedsNothing() throws Exception {
    for (Path path : List.of(folder, scratch)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Installed root = Installed.on(host, folder);
    String policy = policy("drop", "192.0.2.1", "dns: mx.example");
    Files.writeString(scratch.resolve("policy.lock"), lock("8.8.8.1"));
    Path old = Files.writeString(scratch.resolve("old.lock"), lock("8.8.4.4"));
    assertEquals(0, root.run("apply", policy, "--lock", old.toString()).exit());
    Files.setPosixFilePermissions(root.state(), PosixFilePermissions.fromString("rwx------"));

    Installed nobody = asNobody();
    Installed.Ended empty = nobody.run("plan", policy, "--against", "empty");
    assertEquals(2, empty.exit(), empty::toString);
    assertTrue(empty.output().contains("empty: 1 rule change, 2 prefixes to add"), empty::toString);
    assertEquals("", empty.error());
    Installed.Ended locked = nobody.run("plan", policy, "--against", old.toString());
    assertEquals(2, locked.exit(), locked::toString);
    assertTrue(locked.output().contains("1 prefix, new at the provider"), locked::toString);
    assertEquals(77, nobody.run("plan", policy, "--against", "1").exit());
    assertEquals(2, root.run("plan", policy, "--against", "1").exit());

    Files.delete(scratch.resolve("policy.lock"));
    Installed.Ended without = nobody.run("plan", policy, "--against", "empty");
    assertEquals(65, without.exit(), without::toString);
    assertTrue(without.error().contains("postern lock -o "), without::toString);
  }

  @Test
  void aCommitIsAnotherSide() throws Exception {
    policy("drop", "192.0.2.1");
    git("init", "-q");
    git("add", "policy.yaml");
    git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "-m", "x");
    String policy = policy("drop", "192.0.2.1", "192.0.2.3");
    Installed installed = Installed.on(host, folder).by("env", "--chdir=" + scratch);
    Installed.Ended ended = installed.run("plan", policy, "--against", "git:HEAD:policy.yaml");
    assertEquals(2, ended.exit(), ended::toString);
    assertTrue(ended.output().contains("+ 192.0.2.3"), ended::toString);
    assertEquals(66, installed.run("plan", policy, "--against", "git:HEAD:other.yaml").exit());
    assertEquals(65, installed.run("plan", policy, "--against", "git:HEAD").exit());
  }

  private void git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", scratch.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static String lock(String address) {
    return """
    {"postern-lock": 1, "sources": [
      {"source": "dns mx.example", "family": "ip", "entries": ["%s"]},
      {"source": "dns mx.example", "family": "ip6", "entries": []}]}
    """
        .formatted(address);
  }
}
