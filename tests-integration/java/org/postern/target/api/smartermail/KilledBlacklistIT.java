package org.postern.target.api.smartermail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.host.tls.StubServer;
import org.postern.host.tls.TestCertificate;
import org.postern.plan.ToyWorld;
import org.postern.target.Complement;

/**
 * An apply that is killed at each of its calls, when the server has carried it out and not answered
 * yet.
 */
@Timeout(600)
class KilledBlacklistIT {
  private static final TestCertificate OWN = TestCertificate.of("localhost");
  private static final int SECONDS = 120;
  private static final int MOST = 12;

  @TempDir private Path folder;

  private final ModelledServer server = new ModelledServer();
  private final List<String> faults = new ArrayList<>();

  private int apply(StubServer stub, String peers, int killedAt) throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Path secret = folder.resolve("sm.secret");
    Files.writeString(
        policy,
        """
        sets: {filter: {sources: [%s], guard: {shrink: 100%%, grow: 1000%%}}}
        rules: [{name: mta, hook: smtp, accept: [filter], otherwise: reject}]
        targets:
          - smartermail:
              {name: sm, at: '%s', user: postern, secret: 'file:%s', pin: '%s',
               users: elsewhere, ipv6: closed}
        """
            .formatted(peers, stub.at(), secret, OWN.pin()));
    List<String> words =
        List.of(image(), "apply", policy.toString(), "--state", folder.resolve("state").toString());
    AtomicInteger calls = new AtomicInteger();
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    server.after =
        path -> {
          boolean changes = path.equals(Lists.SAVE) || path.equals(Lists.DELETE);
          if (changes && calls.incrementAndGet() == killedAt) {
            kill(process);
          }
        };
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), words::toString);
    server.after = _ -> {};
    return process.exitValue();
  }

  private static String image() {
    String image = System.getProperty("postern.image", "");
    assertTrue(Files.isExecutable(Path.of(image)), "build the image first: mvn package");
    return image;
  }

  /** The answer comes too late for it. */
  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AddressSet accepted() {
    return Complement.accepted(server.refused("Postern sm"));
  }

  @Tag("nightly")
  @Test
  void eachKillLeavesAListThatTheNextRunEnds() throws Exception {
    Path secret = Files.writeString(folder.resolve("sm.secret"), ModelledServer.PASSWORD);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    AddressSet before = ToyWorld.set("192.0.2.7", "192.0.2.8");
    AddressSet after = ToyWorld.set("192.0.2.8", "192.0.2.9");
    int killed = 0;
    try (StubServer stub = new StubServer(OWN, server::handle)) {
      assertEquals(0, apply(stub, "192.0.2.7, 192.0.2.8", 0), this::log);
      server.witness =
          () -> {
            if (!accepted().containsAll(before.intersect(after))
                || !before.union(after).containsAll(accepted())) {
              faults.add("accepted " + accepted());
            }
          };
      while (apply(stub, "192.0.2.8, 192.0.2.9", killed + 1) != 0) {
        killed++;
        assertTrue(killed < MOST, "it comes to its end");
        assertNotEquals(before, accepted(), () -> "it was killed at a change: " + log());
        assertEquals(0, apply(stub, "192.0.2.8, 192.0.2.9", 0), this::log);
        assertEquals(after, accepted());
        assertEquals(0, apply(stub, "192.0.2.7, 192.0.2.8", 0), this::log);
        assertEquals(before, accepted());
      }
    }
    assertEquals(List.of(), faults);
    assertEquals(4, killed, "two ranges are listed, and two are unlisted");
    assertEquals(after, accepted());
  }
}
