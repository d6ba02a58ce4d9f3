package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.source.dns.ServedNetwork;

/**
 * From observing to refusing, with a real name server, the real program and the real kernel. Each
 * test is a shell script inside the network; what it prints is compared.
 */
class ProtectsIT {
  private static final String PRELUDE =
      """
      set -u
      postern() { "$IMAGE" "$@" > reply 2> errors; echo "exit $?"; }
      apply() { name=$1; shift; postern apply --state s "$name.yaml" "$@"; }
      refusing() { nft list table inet postern 2>/dev/null | grep -c drop; }
      for i in $(seq 200); do
        postern resolve ready.yaml > /dev/null; grep -q 185.201.16.1 reply && break; sleep 0.1
      done
      """;

  private static final List<String> ZONE =
      List.of(
          "@ 300 IN SOA ns admin 1 7200 3600 86400 300",
          "@ 300 IN NS ns",
          "ns 300 IN A 127.0.0.1",
          "ready 300 IN A 185.201.16.1",
          "good 300 IN MX 10 mx",
          "good 300 IN MX 20 mx1.named",
          "bad 300 IN MX 10 mx",
          "bad 300 IN MX 20 backup",
          "mx 300 IN A 192.0.2.1",
          "mx 300 IN AAAA 2001:db8::1",
          "mx1.named 300 IN A 203.0.113.1",
          "backup 300 IN A 198.51.100.10");

  @TempDir Path folder;

  private List<String> run(String script) throws Exception {
    ServedNetwork network = new ServedNetwork(folder, ZONE, "");
    for (String domain : List.of("good", "bad")) {
      for (String otherwise : List.of("observe", "drop")) {
        Files.writeString(
            folder.resolve(domain + "-" + otherwise + ".yaml"),
            """
            sets: {filter: {sources: [192.0.2.0/24, "2001:db8::/32"]}}
            rules:
              - {name: smtp, to: 198.51.100.10, port: tcp/25, accept: filter, otherwise: %s}
            protects: {domains: [%s.antispamcloud.com], mx: [named.antispamcloud.com]}
            resolve: {servers: ["127.0.0.1:53"], deadline: 4s}
            """
                .formatted(otherwise, domain));
      }
    }
    Files.writeString(
        folder.resolve("ready.yaml"),
        """
        sets: {ready: {sources: [{dns: ready.antispamcloud.com, family: ip}]}}
        rules: [{name: r, port: tcp/26, accept: [ready], otherwise: observe}]
        resolve: {servers: ["127.0.0.1:53"], deadline: 4s}
        """);
    String image = System.getProperty("postern.image", "");
    assertTrue(Files.isExecutable(Path.of(image)), "build the image first: mvn package");
    return network.run(List.of("env", "IMAGE=" + image, "sh", "-c", PRELUDE + script));
  }

  @Test
  void aBackupMxThatPointsPastTheFilterStopsTheFirstRefusal() throws Exception {
    assertEquals(
        List.of(
            "exit 0",
            "exit 3",
            "bad.antispamcloud.com: mail goes past the filter, to backup.antispamcloud.com"
                + " 198.51.100.10, a server of ours",
            "nothing was changed",
            "0",
            "exit 2",
            "exit 0",
            "1",
            "exit 0"),
        run(
            "apply bad-observe; apply bad-drop; grep -e past -e nothing errors; refusing;"
                + " postern plan --state s bad-drop.yaml;"
                + " apply bad-drop --mx-checked; refusing; apply bad-drop"));
  }

  @Tag("nightly")
  @Test
  void exchangersThatAreAcceptedOrNamedStopNothingOnceItIsKnownForHowLong() throws Exception {
    assertEquals(
        List.of(
            "exit 0",
            "exit 3",
            "good.antispamcloud.com: its MX is watched since",
            "nothing was changed",
            "0",
            "exit 0",
            "1"),
        run(
            "apply good-observe; apply good-drop; grep -o -e '^good.*since' -e ^nothing.* errors;"
                + " refusing; sed -i 's/, mx:/, clean-since: 2020-01-01, mx:/' good-drop.yaml;"
                + " apply good-drop; refusing"));
  }

  @Test
  void theDaemonWatchesWhatNoApplyLookedAt() throws Exception {
    assertEquals(
        List.of("exit 0", "not watched", "exit 0", "watched"),
        run(
            "since() { postern plan --state s good-drop.yaml > /dev/null;"
                + " grep -o 'watched since [^ ]*' reply; };"
                + " watched() { a=$(since); sleep 1.1; b=$(since);"
                + " [ -n \"$a\" ] && [ \"$a\" = \"$b\" ] && echo watched"
                + " || echo not watched; };"
                + " apply good-observe --mx-checked; watched;"
                + " postern daemon --once --state s; watched"));
  }

  @Test
  void whileNobodyAnswersNothingIsRefused() throws Exception {
    assertEquals(
        List.of("exit 0", "exit 75", "0", "exit 0", "1"),
        run(
            "apply good-observe;"
                + " nft 'table inet t { chain c { type filter hook input priority 0;"
                + " udp dport 53 drop; }; }';"
                + " apply good-drop; refusing; apply good-drop --mx-checked; refusing"));
  }
}
