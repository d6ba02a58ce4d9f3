package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not look at nftables is told so, in one line. */
class PermissionIT {
  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply"})
  void withoutTheCapabilityNothingIsDone(String command) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            sets: {s: {sources: [192.0.2.1]}}
            rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
            """);
    Process process =
        host.run(
            () ->
                new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        System.getProperty("postern.image"),
                        command,
                        policy.toString(),
                        "--state",
                        folder.resolve("state").toString())
                    .start());
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(77, process.waitFor(), error);
    assertEquals(1, error.lines().count(), error);
    assertTrue(error.contains("CAP_NET_ADMIN"), error);
    assertEquals("", host.nft("list ruleset"));
  }
}
