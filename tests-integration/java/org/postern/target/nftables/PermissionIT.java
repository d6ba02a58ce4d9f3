package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One capability is all that is needed; who does not have it is told so, in one line. */
class PermissionIT {
  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private Path policy() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {s: {sources: [192.0.2.1]}}
        rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
        """);
  }

  /** Runs Postern as a user who is not root, with these rights. */
  private Process postern(List<String> rights, String command) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    words.addAll(rights);
    words.addAll(List.of(System.getProperty("postern.image"), command, policy().toString()));
    words.addAll(List.of("--state", folder.resolve("state").toString()));
    return host.run(() -> new ProcessBuilder(words).start());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply"})
  void withoutTheCapabilityNothingIsDone(String command) throws Exception {
    Process process = postern(List.of(), command);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(77, process.waitFor(), error);
    assertEquals(1, error.lines().count(), error);
    assertTrue(error.contains("CAP_NET_ADMIN"), error);
    assertEquals("", host.nft("list ruleset"));
  }

  /** As a service manager starts it: CAP_NET_ADMIN, and no way to any other. */
  @Test
  void theCapabilityAloneIsEnough() throws Exception {
    List<String> rights =
        List.of(
            "--inh-caps=-all,+net_admin",
            "--ambient-caps=-all,+net_admin",
            "--bounding-set=-all,+net_admin",
            "--no-new-privs");
    Process process = postern(rights, "apply");
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), error);
    assertTrue(output.contains("proof exact"), output);
    assertEquals(Rulesets.addresses("192.0.2.1"), host.accepted("smtp"));
    assertEquals("nobody", Files.getOwner(folder.resolve("state")).getName());
    assertEquals(0, postern(rights, "plan").waitFor());
  }
}
