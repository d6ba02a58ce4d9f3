package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.Target;

/** A Windows host that is a model, and the target as it runs there. */
public final class ModelledWindows {
  final WindowsHost host = new WindowsHost();

  /** The target on this host, with options as a policy gives them. */
  public Target target(Map<String, String> options) {
    return kind(true).open(binding(options), Secrets.none());
  }

  /** The kind, as it is on this host. */
  WindowsKind kind(boolean here) {
    return new WindowsKind(this::powerShell, here);
  }

  /** What the target holds of a ruleset. */
  public static Ruleset project(Ruleset ruleset, Map<String, String> options) {
    return new ModelledWindows().kind(true).project(ruleset, binding(options)).held();
  }

  static TargetBinding binding(Map<String, String> options) {
    return new TargetBinding("windows", "windows", Span.wholeFile(""), options);
  }

  /** powershell.exe, as far as the target uses it. */
  CommandRunner.Result powerShell(List<String> command, String input, Duration deadline)
      throws IOException {
    assertEquals(
        List.of("powershell.exe", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"),
        command.subList(0, 5));
    host.output.clear();
    host.errors.clear();
    String script = Files.readString(Path.of(command.get(6)), StandardCharsets.US_ASCII);
    int exit = host.run(script, command.subList(7, command.size()).toArray(String[]::new));
    return new CommandRunner.Result(
        exit, String.join("\r\n", host.output), String.join("\r\n", host.errors));
  }
}
