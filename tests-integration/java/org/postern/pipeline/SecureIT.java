package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.source.dns.ServedNetwork;

/** Sources that must be signed: a real signed zone behind a resolver that does not validate. */
class SecureIT {
  private static final String PRELUDE =
      """
      set -u
      postern() { "$IMAGE" "$@" > reply 2> errors; echo "exit $?"; }
      for i in $(seq 200); do
        postern resolve ready.yaml > /dev/null; grep -q 185.201.16.1 reply && break; sleep 0.1
      done
      members() { nft -j list table inet postern 2>/dev/null | grep -o '"elem": \\[[^]]*' |
        tr ',' '\\n' | grep -c '[0-9a-f][.:][0-9a-f]'; }
      serve() { pkill -f '^nsd'; while pgrep -f '^nsd' > /dev/null; do sleep 0.1; done
        cp "$1" zone; nsd -d -c nsd.conf > nsd.log 2>&1 & sleep 0.5; }
      """;

  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: %s.antispamcloud.com, secure: true, family: ip}]
      rules: [{name: smtp, port: tcp/25, accept: filter, otherwise: drop}]
      resolve: {servers: ["127.0.0.1:53"], deadline: 10s, anchors: %s}
      """;

  private static final List<String> ZONE =
      List.of(
          "@ 300 IN SOA ns admin 1 7200 3600 86400 300",
          "@ 300 IN NS ns",
          "ns 300 IN A 127.0.0.1",
          "alias 300 IN CNAME delivery",
          "delivery 300 IN A 185.201.16.1",
          "delivery 300 IN A 185.201.16.2",
          "other 300 IN A 185.201.17.1");

  @TempDir Path folder;

  /** Signs the zone with a new key, whose DS record is the anchor. */
  @BeforeEach
  void sign() throws Exception {
    List<String> lines = new ArrayList<>(List.of("$ORIGIN antispamcloud.com.", "$TTL 300"));
    lines.addAll(ZONE);
    Files.write(folder.resolve("plain"), lines);
    tool("ldns-keygen -a ECDSAP256SHA256 -k antispamcloud.com > name");
    tool("cp \"$(cat name)\".ds anchors");
    tool("ldns-signzone -o antispamcloud.com -f signed plain \"$(cat name)\"");
    tool(
        "ldns-signzone -i 20200101000000 -e 20200201000000 -o antispamcloud.com -f expired plain"
            + " \"$(cat name)\"");
    tool("sed 's/185[.]201[.]16[.]2$/185.201.16.3/' signed > forged");
    Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted("delivery", "anchors"));
    Files.writeString(folder.resolve("alias.yaml"), POLICY.formatted("alias", "anchors"));
    Files.writeString(folder.resolve("missing.yaml"), POLICY.formatted("delivery", "none"));
    Files.writeString(
        folder.resolve("ready.yaml"),
        """
        sets: {ready: {sources: [{dns: delivery.antispamcloud.com, family: ip}]}}
        rules: [{name: r, port: tcp/26, accept: [ready], otherwise: observe}]
        resolve: {servers: ["127.0.0.1:53"], deadline: 4s}
        """);
  }

  private void tool(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        0, process.waitFor(), () -> said + "is ldnsutils there? apt-get install -y ldnsutils");
  }

  private List<String> run(String zone, String script) throws Exception {
    ServedNetwork network = new ServedNetwork(folder, Files.readAllLines(folder.resolve(zone)), "");
    String image = System.getProperty("postern.image", "");
    assertTrue(Files.isExecutable(Path.of(image)), "build the image first: mvn package");
    return network.run(List.of("env", "IMAGE=" + image, "sh", "-c", PRELUDE + script));
  }

  @Test
  void whatIsSignedCountsAndWhatIsForgedChangesNothing() throws Exception {
    assertEquals(
        List.of("exit 0", "2", "exit 0", "2", "not validly signed", "exit 0", "2"),
        run(
            "signed",
            """
            postern apply --state s policy.yaml; members
            serve forged; postern apply --state s policy.yaml; members
            grep -o -m1 'not validly signed' errors
            serve expired; postern apply --state s policy.yaml; members
            """));
  }

  @Test
  void anAliasIsProvenToItsEnd() throws Exception {
    assertEquals(
        List.of("exit 0", "2"), run("signed", "postern apply --state s alias.yaml; members"));
  }

  @Test
  void aZoneThatIsNotSignedIsNoInformation() throws Exception {
    assertEquals(
        List.of("exit 75", "not validly signed", "0"),
        run(
            "plain",
            """
            postern apply --state s policy.yaml
            grep -o -m1 'not validly signed\\|not signed up to a trust anchor' errors
            nft list tables | grep -c postern || true
            """));
  }

  @Test
  void withoutAnAnchorForItAZoneIsNoInformation() throws Exception {
    assertEquals(
        List.of("exit 75", "none cannot be read"),
        run(
            "signed",
            "postern apply --state s missing.yaml; grep -o -m1 'none cannot be read' errors"));
  }
}
