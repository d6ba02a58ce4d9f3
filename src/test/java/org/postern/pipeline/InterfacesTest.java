package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.diagnostic.Report;

/** Interfaces that a target of the policy cannot have are told with the target and a way out. */
class InterfacesTest {
  private static final String RULES =
      """
      sets: {own: {sources: [192.0.2.1]}}
      rules:
        - {name: smtp, in: [NAMES], port: tcp/25, accept: [own], otherwise: drop}
        - {name: pop, port: tcp/110, accept: [own], otherwise: drop}
      targets: [TARGETS]
      """;

  @TempDir Path folder = Path.of("");

  private List<String> mistakes(String names, String targets) throws IOException {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, RULES.replace("NAMES", names).replace("TARGETS", targets));
    Report report = new Report();
    Assembly.policyFiles().parse(file, report);
    return report.diagnostics().stream()
        .map(one -> one.span().line() + ":" + one.span().column() + " " + one.message())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ethernet 2 | windows",
        "\"LAN, \u00e4u\u00dfen\", \u4ee5\u592a\u7f51 | windows",
        "Ethernet | 'windows, nftables, iptables'",
        "eth0 | auto",
        "eth0 | windows",
        "eth0 | 'nftables, {windows: {rules: [smtp]}}'",
        "Ethernet 2 | '{windows: {rules: [smtp]}}'",
      })
  void whatATargetCanHaveIsTaken(String names, String targets) throws IOException {
    assertEquals(List.of(), mistakes(names, targets));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ethernet 2 | nftables | target nftables can have: a name on Linux",
        "Ethernet 2 | 'windows, iptables' | target iptables can have: a name on Linux",
        "Ethernet 2 | auto | target auto can have: a name on Linux",
        "any | windows | target windows can have: Windows takes this word for all interfaces",
        "a-name-that-is-too-long | nftables | target nftables can have: a name on Linux",
      })
  void whatATargetCannotHaveIsTold(String names, String targets, String told) throws IOException {
    List<String> mistakes = mistakes(names, targets);
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().startsWith("3:23 "), mistakes::toString);
    assertTrue(mistakes.getFirst().contains(told), mistakes::toString);
  }

  /** A rule that a target does not take may name what it likes. */
  @Test
  void rulesThatATargetLeavesOutAreNotAskedFor() throws IOException {
    assertEquals(List.of(), mistakes("any", "nftables, {windows: {rules: [pop]}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a/b", "eth*", "\"a\\tb\"", "\" x\"", "\"a\\u202eb\""})
  void whatNoTargetCanHaveIsNoInterface(String name) throws IOException {
    List<String> mistakes = mistakes(name, "windows");
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().endsWith(" is not an interface"), mistakes::toString);
  }
}
