package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.source.dns.ServedNetwork;

/** Nodes from SPF records of a real name server, in the real kernel. */
class SpfIT {
  private static final String PRELUDE =
      """
      set -u
      postern() { "$IMAGE" "$@" > reply 2> errors; echo "exit $?"; }
      for i in $(seq 200); do
        postern resolve ready.yaml > /dev/null; grep -q 185.201.16.1 reply && break; sleep 0.1
      done
      why() {
        postern why --running --state "$1" "$2" 25 --format json > /dev/null
        jq -r '.address + " " + .rules[0].verdict + " " + (.rules[0].traces[0].label // "")' reply
      }
      """;

  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{spf: spf.antispamcloud.com%s}]
          guard: {special: allow}
      rules: [{name: smtp, port: tcp/25, accept: filter, otherwise: drop}]
      resolve: {servers: ["127.0.0.1:53"], deadline: 10s}
      """;

  @TempDir Path folder;

  /** A record of more than one message of UDP, in strings of 255 characters at most. */
  private static String large() {
    String record =
        IntStream.range(0, 300)
            .mapToObj(i -> "ip4:198.51.%d.%d".formatted(i / 100, i % 100))
            .collect(Collectors.joining(" ", "v=spf1 ", " -all"));
    List<String> strings = new ArrayList<>();
    for (int at = 0; at < record.length(); at += 250) {
      strings.add('"' + record.substring(at, Math.min(record.length(), at + 250)) + '"');
    }
    return String.join(" ", strings);
  }

  private List<String> run(String script) throws Exception {
    ServedNetwork network =
        new ServedNetwork(
            folder,
            List.of(
                "@ 300 IN SOA ns admin 1 7200 3600 86400 300",
                "@ 300 IN NS ns",
                "ns 300 IN A 127.0.0.1",
                "ready 300 IN A 185.201.16.1",
                "spf 300 IN TXT \"v=spf1 -ip4:192.0.2.128/25 include:_a.antispamcloud.com\""
                    + " \" include:_large.antispamcloud.com a:host.antispamcloud.com -all\"",
                "spf 300 IN TXT \"not a record of SPF\"",
                "_a 100 IN TXT \"v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/48 -all\"",
                "_large 300 IN TXT " + large(),
                "host 300 IN A 203.0.113.9"),
            "");
    Files.writeString(folder.resolve("bare.yaml"), POLICY.formatted(""));
    Files.writeString(folder.resolve("hosts.yaml"), POLICY.formatted(", follow: a"));
    Files.writeString(folder.resolve("none.yaml"), POLICY.formatted(", follow: none"));
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
  void allThatTheRecordLetsPassPassesAndNothingElse() throws Exception {
    assertEquals(
        List.of(
            "exit 75",
            "write follow: a",
            "0",
            "exit 0",
            "192.0.2.127 accepted _a.antispamcloud.com",
            "192.0.2.128 refused ",
            "198.51.2.99 accepted _large.antispamcloud.com",
            "198.51.3.0 refused ",
            "203.0.113.9 accepted host.antispamcloud.com",
            "exit 0",
            "203.0.113.9 refused "),
        run(
            """
            postern apply --state s bare.yaml; grep -o -m1 'write follow: a' errors
            nft list tables | grep -c postern
            postern apply --state s hosts.yaml
            for a in 192.0.2.127 192.0.2.128 198.51.2.99 198.51.3.0 203.0.113.9; do why s $a; done
            nft delete table inet postern
            postern apply --state t none.yaml; why t 203.0.113.9
            """));
  }
}
