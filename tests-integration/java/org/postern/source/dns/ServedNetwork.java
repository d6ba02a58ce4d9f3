package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A network namespace with an authoritative nsd on 127.0.0.1 and, in front of it, a recursive
 * unbound on 127.0.0.2. It lives as long as one run of the client.
 */
public final class ServedNetwork {
  private static final Map<String, String> PACKAGE_BY_TOOL =
      Map.of(
          "unshare", "util-linux",
          "ip", "iproute2",
          "nft", "nftables",
          "nsd", "nsd",
          "unbound", "unbound");

  private static final String SCRIPT =
      """
      ip link set lo up
      nft -f rules.nft
      nsd -d -c nsd.conf > nsd.log 2>&1 &
      unbound -d -p -c unbound.conf > unbound.log 2>&1 &
      "$@"
      """;

  /** With the first process of its PID namespace everything in it ends. */
  private static final List<String> NAMESPACE =
      List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc");

  private static final String NSD =
      """
      server:
        ip-address: 127.0.0.1@53
        username: ""
        chroot: ""
        zonesdir: "."
        database: ""
        pidfile: ""
        xfrdfile: "xfrd.state"
        xfrdir: "."
        zonelistfile: "zone.list"
        server-count: 1
      remote-control:
        control-enable: no
      zone:
        name: antispamcloud.com
        zonefile: zone
      """;

  private static final String UNBOUND =
      """
      server:
        interface: 127.0.0.2
        access-control: 127.0.0.0/8 allow
        do-not-query-localhost: no
        module-config: "iterator"
        username: ""
        chroot: ""
        directory: "."
        pidfile: ""
        use-syslog: no
        num-threads: 1
      stub-zone:
        name: antispamcloud.com
        stub-addr: 127.0.0.1
      """;

  private final Path folder;

  /**
   * A network that does not run yet.
   *
   * @param folder for its files, and the working folder of its client
   * @param zone the records of antispamcloud.com
   * @param rules for nft, loaded before the servers start
   */
  public ServedNetwork(Path folder, List<String> zone, String rules) throws IOException {
    PACKAGE_BY_TOOL.forEach(ServedNetwork::requireTool);
    this.folder = folder;
    Files.write(folder.resolve("zone"), zone);
    Files.writeString(folder.resolve("rules.nft"), rules);
    Files.writeString(folder.resolve("nsd.conf"), NSD);
    Files.writeString(folder.resolve("unbound.conf"), UNBOUND);
  }

  /** The lines that the client prints when it asks this server for these names. */
  List<String> ask(Class<?> client, String server, String... names)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Its process id is that of a process outside, and the files of performance data go by that.
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(client.getName());
    command.add(server);
    command.addAll(List.of(names));
    return run(command);
  }

  /** The lines that a client prints; it must end well. */
  public List<String> run(List<String> client) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(NAMESPACE);
    command.addAll(List.of("sh", "-eu", "-c", SCRIPT, "sh"));
    command.addAll(client);
    Path output = folder.resolve("out");
    Path errors = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the client did not end");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(
        0,
        process.exitValue(),
        () -> read(output) + read(errors) + read(folder.resolve("nsd.log")));
    return Files.readAllLines(output);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void requireTool(String tool, String debianPackage) {
    boolean found =
        Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .anyMatch(folder -> new File(folder, tool).canExecute());
    if (!found) {
      fail("%s is missing: apt-get install -y %s".formatted(tool, debianPackage));
    }
  }
}
