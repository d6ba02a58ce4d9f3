package org.postern.target.mail.tcpwrappers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.target.HookLines;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.RunningPrograms;

/** Lines in the oddest forms mean to us what they mean to libwrap. */
class HostsFilesIT {
  private static final Path FILES = Path.of("target/connection-servers/usr").toAbsolutePath();
  private static final int WORLDS = Sizes.pick(8, 1_000);

  private static final List<String> DAEMONS =
      List.of(
          "tcp-env",
          "tcp-env",
          "tcp-env",
          "ALL",
          "ALL",
          "sshd",
          "TCP-ENV",
          "tcp-*",
          "ALL EXCEPT tcp-env",
          "ALL EXCEPT sshd",
          "sshd, tcp-env",
          "KNOWN",
          "t?p-env",
          ".env",
          "tcp.",
          "[tcp-env]",
          "");

  private static final List<String> CLIENTS =
      List.of(
          "ALL",
          "all",
          "UNKNOWN",
          "KNOWN",
          "LOCAL",
          "PARANOID",
          "*",
          "10.1.2.3",
          "10.1.2.3,10.1.2.4",
          "10.1.",
          "10",
          "10.1",
          "010.",
          "10.1.2.3.",
          "10.1.2.0/24",
          "10.1.2.0/255.255.255.0",
          "10.1.2.3/255.255.255.255",
          "10.1.2.3/32",
          "10.1.2.3/24",
          "0.0.0.0/0",
          "0.0.0.0/0.0.0.0",
          "0.0.0.0/33",
          "255.255.255.254/255.255.255.254",
          "255.255.255.255",
          "128.0.0.0/1",
          "10.0.2.3/255.0.255.255",
          "[2001:db8::1]",
          "[2001:db8::]/32",
          "[2001:db8::9]/64",
          "[2001:db8::]/129",
          "[::]/0",
          "[::ffff:10.1.2.3]",
          "[::ffff:10.1.2.0]/120",
          "2001:db8::1",
          "mx.example",
          ".example",
          ".3",
          "10.1.*",
          "10.1.2.?",
          "ALL EXCEPT 10.1.",
          "ALL EXCEPT 10.1. EXCEPT 10.1.2.3",
          "10.0.0.0/8 except 10.1.2.0/24",
          "EXCEPT 10.1.2.3",
          "ALL@10.1.2.3",
          "root@10.1.",
          "UNKNOWN@10.1.",
          "@group",
          "/nowhere",
          "FILE",
          "FILE 10.5.0.1",
          "ALL EXCEPT FILE");

  private static final List<String> ENDS =
      List.of(
          "\n",
          "\n",
          "\n",
          "\n",
          "\r\n",
          " # note\n",
          "#\n",
          " \\\n\n",
          " \\\n 10.9.9.9\n",
          ": deny\n",
          ": DENY \r\n",
          ": allow\n",
          ":\n",
          ": deny : allow\n",
          ": setenv = RELAYCLIENT\n",
          ": setenv A b : deny\n",
          ": setenv A b\\: deny\n",
          ": setenv\n",
          ": bogus\n",
          ": severity mail.info\n",
          ": keepalive\n",
          ": keepalive on\n",
          ": twist /bin/true\n",
          ": rfc931 5\n",
          ": nice\n");

  private static final List<String> OTHERS =
      List.of(
          "\n",
          "# a note\n",
          "# a note \\\n",
          " # no note: ALL\n",
          "tcp-env ALL\n",
          "\\\n",
          "tcp-env: ALL",
          "#" + "x".repeat(2045) + "\n",
          "#" + "x".repeat(2046) + "\n",
          "#" + "x".repeat(2043) + "\\\n\n",
          "#" + "x".repeat(2045) + "\\\n\n");

  private static final List<String> PEERS =
      List.of(
          "10.1.2.3",
          "10.1.2.4",
          "10.1.9.9",
          "10.5.0.1",
          "9.1.1.1",
          "192.0.2.1",
          "192.0.2.2",
          "255.255.255.255",
          "2001:db8::1",
          "2001:db8::2",
          "2001:db8:0:1::1",
          "2a00::1",
          "127.0.0.1",
          "::1");

  private static final AccessRule RULE =
      MailBench.rule(
          "mta", ConnectionRules.scope(), Refusal.DEFER, "192.0.2.1", "10.1.2.0/25", "2001:db8::2");

  @TempDir private Path folder;
  private Optional<TcpwrappersOptions> opened = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    assertTrue(
        Files.isExecutable(FILES.resolve("sbin/tcpdmatch")),
        FILES + " is missing; as root: src/build/install-test-tools");
    opened =
        Optional.of(
            new TcpwrappersOptions(
                "tcpwrappers",
                "tcp-env",
                folder,
                folder,
                folder.resolve("inetd.conf"),
                Optional.of(FILES.resolve("sbin"))));
    write(TcpwrappersSystem.FILE, PatternFile.write(RULE));
    write("file", "10.1.2.4 .example\n192.0.2.0/255.255.255.0\t[2001:db8::1]\n");
  }

  private TcpwrappersOptions options() {
    return opened.orElseThrow();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private boolean isGranted(String peer) throws IOException {
    String library = "LD_LIBRARY_PATH=" + FILES.resolve("lib/x86_64-linux-gnu");
    String program = FILES.resolve("sbin/tcpdmatch").toString();
    List<String> words =
        List.of("env", "-C", folder.toString(), library, program, "-d", "-i", "/dev/null");
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("tcp-env", peer));
    CommandRunner.Result result = new ProcessRunner().run(all, "", Duration.ofSeconds(20));
    assertTrue(result.output().contains("access:"), result::toString);
    return result.output().contains("granted");
  }

  private String some(Random random) {
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(4); line > 0; line--) {
      if (random.nextInt(5) == 0) {
        text.append(OTHERS.get(random.nextInt(OTHERS.size())));
      } else {
        String clients = CLIENTS.get(random.nextInt(CLIENTS.size()));
        text.append(DAEMONS.get(random.nextInt(DAEMONS.size())))
            .append(": ")
            .append(clients.replace("FILE", folder.resolve("file").toString()))
            .append(ENDS.get(random.nextInt(random.nextInt(3) == 0 ? ENDS.size() : 4)));
      }
    }
    return text.toString();
  }

  private HookLines hook() throws IOException {
    return new TcpwrappersConfiguration(options(), new RunningPrograms(Path.of("/proc")))
        .hook(new Ruleset(List.of(RULE)));
  }

  /** What we say of a client is what libwrap does, before our lines are there and after. */
  private int compare(String what) throws IOException {
    Decisions nameless = new HostsFiles(options()).decisions(new Ruleset(List.of(RULE)), true);
    Decisions any = new HostsFiles(options()).decisions(new Ruleset(List.of(RULE)), false);
    int told = 0;
    for (String peer : PEERS) {
      boolean granted = isGranted(peer);
      Optional<Boolean> said = nameless.accepts(ToyWorld.address(peer));
      told += said.isPresent() ? 1 : 0;
      assertEquals(granted, said.orElse(granted), () -> peer + " in\n" + what);
      assertEquals(
          granted, any.accepts(ToyWorld.address(peer)).orElse(granted), () -> peer + " in " + what);
    }
    return told;
  }

  private void add(HookLines lines, boolean both) throws IOException {
    for (HookLines.Part part : lines.parts().subList(0, both ? 2 : 1)) {
      if (!part.done()) {
        HookLines.Content content = part.file().orElseThrow();
        write(String.valueOf(content.path().getFileName()), content.text());
      }
    }
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  @Test
  void areReadAsLibwrapReadsThem() throws IOException {
    Random random = new Random(17);
    int told = 0;
    for (int world = 0; world < WORLDS; world++) {
      String allow = some(random);
      String deny = some(random);
      write("hosts.allow", allow);
      write("hosts.deny", deny);
      told += compare(allow + "-- deny:\n" + deny);
      HookLines lines = hook();
      add(lines, false);
      compare(read("hosts.allow") + "-- deny:\n" + deny);
      add(lines, true);
      String after = read("hosts.allow") + "-- deny:\n" + read("hosts.deny");
      compare(after);
      assertTrue(hook().isDone(), after);
      for (String peer : List.of("192.0.2.1", "10.1.2.3", "2001:db8::2")) {
        assertEquals(Optional.empty(), lost(allow, peer), after);
      }
      assertEquals(allow, without(read("hosts.allow")));
      assertEquals(deny, without(read("hosts.deny")));
    }
    assertTrue(told > WORLDS * PEERS.size() / 2, "told of " + told);
  }

  /** A peer is denied only where a line of the administrator does so. */
  private Optional<String> lost(String allow, String peer) throws IOException {
    if (isGranted(peer)) {
      return Optional.empty();
    }
    Decisions his =
        Decisions.of(
            HostsFile.read(allow),
            HostsFile.NONE,
            "tcp-env",
            new HostsFiles(options()).patterns(new Ruleset(List.of(RULE)), true));
    return his.accepts(ToyWorld.address(peer)).orElse(false)
        ? Optional.of(peer + " is lost")
        : Optional.empty();
  }

  private static String without(String text) {
    return text.replaceAll("(?s)# postern: begin[^\n]*\n.*?# postern: end\n", "");
  }
}
