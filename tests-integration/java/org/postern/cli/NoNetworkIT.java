package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/** Before the network of a host is up, no way leads to its resolver: that is no answer, no bug. */
class NoNetworkIT {
  private static final String IMAGE = System.getProperty("postern.image");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply", "resolve"})
  void aResolverThatNoWayLeadsTo(String command) throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            resolve: {servers: [192.0.2.53, "2001:db8::53"], deadline: 2s}
            sets: {filter: {sources: [{dns: delivery.example.com}]}}
            rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
            """);
    CommandRunner.Result result =
        new ProcessRunner()
            .run(
                List.of(
                    "unshare",
                    "--net",
                    IMAGE,
                    command,
                    "--state",
                    folder.resolve("state").toString(),
                    policy.toString()),
                "",
                Duration.ofMinutes(2));
    assertEquals(75, result.exit(), result::toString);
    assertTrue(result.toString().contains("is not reachable"), result::toString);
    assertFalse(result.toString().contains("bug"), result::toString);
  }
}
