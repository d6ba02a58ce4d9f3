package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Main;
import org.postern.Sizes;
import org.postern.host.tls.RawServer;

/** Nodes from lists of a real server of HTTPS, in the real kernel. */
class UrlIT {
  private static final Map<String, String> PACKAGE_BY_TOOL =
      Map.of("unshare", "util-linux", "ip", "iproute2", "nft", "nftables");

  private static final String SCRIPT =
      """
      set -u
      ip link set lo up
      "$JAVA" -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$CLASSES" org.postern.pipeline.ListServerMain . > server 2>&1 &
      for i in $(seq 300); do [ -e at ] && break; sleep 0.1; done
      cat > policy.yaml << EOF
      sets:
        filter:
          sources: [{url: "https://localhost:$(cat at)/list.txt", ca: ca.pem}]
          guard: {special: allow}
          keep: {removed: 0s}
      rules: [{name: smtp, port: tcp/25, accept: filter, otherwise: drop}]
      resolve: {deadline: 4s, ttl: {floor: 2s}}
      EOF
      apply() { "$IMAGE" apply --state s policy.yaml > reply 2> errors; echo "$1: exit $?"; }
      peers() { nft -s list ruleset | grep -oE '(192|198|2001)[0-9a-f.:]+' | sort -u; }
      held() { nft -s list ruleset | sha256sum; }
      printf '192.0.2.1 mx1\\n198.51.100.0/24\\n2001:db8::/48\\n' > list
      """;

  @TempDir Path folder;

  private List<String> run(String script) throws Exception {
    PACKAGE_BY_TOOL.forEach(UrlIT::requireTool);
    String image = System.getProperty("postern.image", "");
    assertTrue(Files.isExecutable(Path.of(image)), "build the image first: mvn package");
    List<String> command = new ArrayList<>(List.of("unshare", "--net", "--pid", "--fork"));
    command.addAll(List.of("--kill-child", "--mount-proc", "sh", "-c", SCRIPT + script));
    Path output = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "IMAGE",
                image,
                "JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "CLASSES",
                classes()));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the script did not end");
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }

  /** Where the classes of the server are, for a script that runs in a folder of its own. */
  private static String classes() throws URISyntaxException {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> one : List.of(ListServerMain.class, RawServer.class, Main.class)) {
      URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
      places.add(Path.of(place).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private static void requireTool(String tool, String debianPackage) {
    boolean found =
        Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .anyMatch(place -> new File(place, tool).canExecute());
    if (!found) {
      fail("%s is missing: apt-get install -y %s".formatted(tool, debianPackage));
    }
  }

  @Tag("nightly")
  @Test
  void aHostWithoutAListIsLeftAsItIs() throws Exception {
    assertEquals(
        List.of(
            "junk: exit 75", "page: exit 75", "empty: exit 75", "truncated: exit 75", "tables 0"),
        run(
            """
            for mode in junk page empty truncated; do echo $mode > mode; apply $mode; done
            echo tables $(nft list tables | grep -c postern)
            """));
  }

  /** The daemon asks when the list is no longer good, which its server says after two seconds. */
  @Test
  void theDaemonFollowsTheListAndLeavesWhatIsNone() throws Exception {
    assertEquals(
        List.of(
            "good: exit 0",
            "changed",
            "not modified",
            "unchanged",
            "junk is told",
            "unchanged",
            "good again",
            "nothing is told",
            "daemon 143"),
        run(
            """
            await() {
              for i in $(seq 300); do eval "$2" && { echo "$1"; return; }; sleep 0.1; done
              echo "never: $1"; cat daemon.log; status; cat told
            }
            status() { "$IMAGE" status --state s > told 2>&1; }
            echo good > mode; apply good
            "$IMAGE" daemon --state s > daemon.log 2>&1 &
            daemon=$!
            sed -i 's/192.0.2.1/192.0.2.2/' list
            await changed 'peers | grep -q 192.0.2.2'
            before=$(held); : > log
            await 'not modified' '[ "$(grep -c 304 log)" -ge 2 ]'
            [ "$(held)" = "$before" ] && echo unchanged
            echo junk > mode
            await 'junk is told' 'status; grep -q "gives no information" told'
            [ "$(held)" = "$before" ] && echo unchanged
            echo good > mode; sed -i 's/192.0.2.2/192.0.2.3/' list
            await 'good again' 'peers | grep -q 192.0.2.3'
            await 'nothing is told' 'status; ! grep -q "gives no information" told'
            kill $daemon; wait $daemon; echo "daemon $?"
            """));
  }

  @Test
  void whatIsNoListChangesNothing() throws Exception {
    List<String> expected = new ArrayList<>(List.of("good: exit 0"));
    expected.addAll(List.of("192.0.2.1", "198.51.100.0", "2001:db8::"));
    List<String> modes =
        Sizes.pick(
            List.of("junk", "truncated", "failing", "stalling"),
            List.of(
                "junk",
                "empty",
                "truncated",
                "cut",
                "failing",
                "busy",
                "plain",
                "round",
                "stalling",
                "dripping"));
    modes.forEach(mode -> expected.addAll(List.of(mode + ": exit 0", "unchanged")));
    expected.addAll(List.of("not modified: exit 0", "304", "unchanged"));
    expected.addAll(List.of("changed: exit 0", "200", "192.0.2.2", "198.51.100.0", "2001:db8::"));
    assertEquals(
        expected,
        run(
            """
            echo good > mode; apply good; peers; before=$(held)
            for mode in %s; do
              echo $mode > mode; apply $mode
              [ "$(held)" = "$before" ] && echo unchanged
            done
            echo good > mode; apply 'not modified'; tail -n 1 log
            [ "$(held)" = "$before" ] && echo unchanged
            sed -i 's/192.0.2.1/192.0.2.2/' list; apply changed; tail -n 1 log; peers
            """
                .formatted(String.join(" ", modes))));
  }
}
