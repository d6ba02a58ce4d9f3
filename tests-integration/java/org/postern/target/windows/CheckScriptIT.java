package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** The check for a real Windows, over models of it. */
class CheckScriptIT {
  private static final Path PARTS = Path.of("src/main/resources/org/postern/target/windows");
  private static final Path CHECK = Path.of("tests-integration/windows");
  private static final String FOLDER = "C:\\postern\\tests-integration\\windows\\";

  /** A host with a copy of the checkout. */
  private static WindowsHost host() throws IOException {
    WindowsHost host = new WindowsHost();
    put(host, PARTS, "C:\\postern\\src\\main\\resources\\org\\postern\\target\\windows\\");
    put(host, CHECK, FOLDER);
    host.script = FOLDER + "check.ps1";
    return host;
  }

  private static void put(WindowsHost host, Path from, String to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".ps1")).toList()) {
        host.disk.files.put(
            to + file.getFileName(), Files.readString(file, StandardCharsets.US_ASCII));
      }
    }
  }

  private static int check(WindowsHost host, String... arguments) {
    return host.run(host.disk.read(FOLDER + "check.ps1"), arguments);
  }

  private static List<String> failed(WindowsHost host) {
    return host.output.stream().filter(line -> line.startsWith("FAILED")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void allHolds(String form) throws IOException {
    WindowsHost host = host();
    FirewallModel.Entry other = new FirewallModel.Entry();
    other.name = "Postern-smtp-allow-v4-001";
    other.group = "Postern";
    other.port = "25";
    host.firewall.add(other);
    int files = host.disk.files.size();
    assertEquals(0, check(host, "-Form", form), host.output::toString);
    assertEquals(List.of(), failed(host));
    assertTrue(host.output.size() > 40, host.output::toString);
    assertTrue(host.output.getLast().endsWith(" held, 0 failed"), host.output::toString);
    assertEquals(List.of(other), List.copyOf(host.firewall.local.values()));
    assertEquals(files, host.disk.files.size());
  }

  @Test
  void allHoldsOverAModelThatAFileDefines() throws IOException {
    WindowsHost host = host();
    host.administrator = false;
    host.firewall.stopped = true;
    assertEquals(0, check(host, "-Model", FOLDER + "model.ps1"), host.output::toString);
    assertEquals(List.of(), failed(host));
    assertEquals(Map.of(), host.firewall.local);
  }

  /** Where something does not hold, that is what it says. */
  @Test
  void whatDoesNotHoldIsSaid() throws IOException {
    WindowsHost host = host();
    host.administrator = false;
    assertEquals(1, check(host));
    assertTrue(failed(host).toString().contains("applied (77)"), host.output::toString);
    WindowsHost stopped = host();
    stopped.firewall.stopped = true;
    assertEquals(1, check(stopped));
    assertTrue(failed(stopped).toString().contains("the check itself"), stopped.output::toString);
    WindowsHost deaf = host();
    String netsecurity =
        "C:\\postern\\src\\main\\resources\\org\\postern\\target\\windows\\netsecurity.ps1";
    deaf.disk.files.put(netsecurity, deaf.disk.read(netsecurity).replace(" -ErrorAction Stop", ""));
    assertEquals(1, check(deaf));
    assertTrue(failed(deaf).toString().contains("changes failed in turn"), deaf.output::toString);
  }

  /** It puts scripts together as they are compiled. */
  @Test
  void itsScriptsAreThoseThatAreCompiled() throws IOException {
    WindowsHost host = host();
    String check = host.disk.read(FOLDER + "check.ps1");
    String end = "try {\n    Invoke-CheckAll";
    assertTrue(check.contains(end));
    String printing =
        check.substring(0, check.indexOf(end))
            + "[System.Console]::Out.WriteLine((Get-CheckText 'allow' @('192.0.2.1', '::1')"
            + " @('Ethernet 2')))\nexit 0\n";
    assertEquals(0, host.run(printing));
    Ruleset list =
        new Ruleset(
            List.of(
                Trial.rule(
                    "smtp",
                    25_025,
                    ToyWorld.set("192.0.2.1", "::1"),
                    Optional.empty(),
                    Set.of("Ethernet 2"))));
    WindowsOptions options = new Trial("opens=smtp").options();
    assertEquals(
        Script.apply(list, options, Optional.empty()).text(), String.join("", host.output));
  }
}
