package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/** On a system that calls itself Windows no native call is bound. */
class NothingOfLinuxIT {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"check, 0", "compile, 0", "plan, 69", "apply, 69"})
  void noNativeCallIsBound(String command, int exit) throws IOException {
    CommandRunner.Result result = run(command);
    assertEquals(exit, result.exit(), result.output() + result.error());
    List<String> bound =
        result.output().lines().filter(line -> line.contains("java/lang/foreign/Linker")).toList();
    assertEquals(List.of(), bound);
    assertTrue(result.output().contains("org/postern/target/windows/WindowsTarget"));
  }

  private CommandRunner.Result run(String command) throws IOException {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        targets: [windows]
        """);
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dos.name=Windows Server 2022",
                "-Xlog:class+init=info",
                "-cp",
                System.getProperty("java.class.path"),
                "org.postern.Main",
                command,
                policy.toString()));
    if (!command.equals("check")) {
      line.addAll(List.of("--state", folder.resolve("state").toString()));
    }
    return new ProcessRunner().run(line, "", Duration.ofMinutes(2));
  }
}
