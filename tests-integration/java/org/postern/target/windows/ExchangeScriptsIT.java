package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.CommandRunner;
import org.postern.pipeline.Outcome;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.windows.ExchangeModel.Connector;

/** What else the scripts of a receive connector do: refusals, registration, names. */
class ExchangeScriptsIT {
  private static final Map<String, List<String>> NAMES =
      Map.of("delivery.example.net", List.of("203.0.114.1", "2001:db8:1::1"));

  private static final String FRONT = "Default Frontend MBX1";

  private final ModelledExchange server = ModelledExchange.modern();

  private static CompiledPolicy compiled(String kind, String form) {
    String policy =
        """
        sets:
          filter: {sources: [{dns: delivery.example.net}], keep: {removed: 1h}}
          own: {sources: [192.0.2.1, "2001:db8::/32"]}
        rules:
          - {name: mta, hook: smtp, port: tcp/25, accept: [filter, own], otherwise: defer}
        targets: [{exchange: {kind: %s, form: %s, users: elsewhere}}]
        """
            .formatted(kind, form);
    return CompiledPolicy.of(policy, NAMES);
  }

  private Target target() {
    return server.kind().open(server.binding(), Secrets.none());
  }

  private Applied bring(String... peers) throws Exception {
    Ruleset wanted = server.held(ModelledExchange.rules(ToyWorld.set(peers)));
    return target().apply(target().compile(Plan.between(target().observe(), wanted)));
  }

  @ParameterizedTest
  @CsvSource({"fixed, snap-in", "self-resolving, console"})
  void scriptsAreWellFormedAndSafe(String kind, String form) {
    CompiledPolicy compiled = compiled(kind, form);
    List<String> scripts = new ArrayList<>(compiled.companions());
    scripts.add(compiled.script());
    assertEquals(3, scripts.size());
    for (String script : scripts) {
      assertEquals(List.of(), ScriptGrammarIT.mistakes(script));
      assertFalse(ScriptGrammarIT.MODERN.matcher(script).find(), "not for PowerShell 2.0");
      assertTrue(script.startsWith("# Postern, Exchange receive connector: "), "says what it does");
    }
    List<? extends Artifact.Step> all = compiled.planned().artifact().companions();
    assertEquals("HOW-TO.md", all.getLast().fileName(4));
    for (String word : List.of("ssh", "WinRM", "group policy", "By hand")) {
      assertTrue(all.getLast().text().contains(word), word);
    }
  }

  @Test
  void theConnectorBetweenServersIsRefusedAndNamesTheRightOne() throws Exception {
    server.options.put("connector", "Default MBX1");
    List<String> before = server.exchange.describe();
    Ruleset wanted =
        new Ruleset(List.of(ModelledExchange.rule("mta", ToyWorld.set("192.0.2.1"), 2525)));
    Applied.Unchanged unchanged =
        assertInstanceOf(
            Applied.Unchanged.class,
            target().apply(target().compile(Plan.between(target().observe(), wanted))));
    assertTrue(unchanged.why().contains("port 2525"), unchanged.why());
    assertTrue(unchanged.why().contains(FRONT), unchanged.why());
    assertEquals(before, server.exchange.describe());
  }

  @Test
  void aConnectorThatIsMissingDisabledOrListensElsewhereIsRefused() throws Exception {
    server.options.put("connector", "Client Frontend MBX1");
    assertTrue(why(bring("192.0.2.1")).contains("does not listen at port 25"));
    server.options.put("connector", "Nothing");
    assertTrue(why(bring("192.0.2.1")).contains("there is no receive connector Nothing"));
    server.options.remove("connector");
    server.named(FRONT).enabled = false;
    assertTrue(why(bring("192.0.2.1")).contains("is disabled"));
    server.exchange.connectors.remove(server.named(FRONT));
    server.connector(FRONT, "FrontendTransport", "0.0.0.0:25", "0.0.0.0:26");
    assertTrue(why(bring("192.0.2.1")).contains("also listens at port 26"));
    assertEquals(0, server.exchange.writes);
  }

  private static String why(Applied applied) {
    return assertInstanceOf(Applied.Unchanged.class, applied).why();
  }

  /** What others gave to a connector is told, and replaced only when that is asked for. */
  @Test
  void rangesOfOthersAreReplacedOnlyWhenAskedFor() throws Exception {
    Connector front = server.named(FRONT);
    front.ranges = List.of("198.51.100.0/24");
    assertTrue(why(bring("192.0.2.1")).contains("198.51.100.0-198.51.100.255"));
    String script = compiled("fixed", "snap-in").script();
    assertEquals(1, server.run(script).exit());
    assertEquals(List.of("198.51.100.0/24"), front.ranges);
    assertEquals(0, server.run(script, "-Adopt").exit());
    assertTrue(front.admitted().contains(ToyWorld.address("192.0.2.1")));
    assertFalse(front.admitted().contains(ToyWorld.address("198.51.100.1")));
  }

  @Test
  void aFailedWriteIsPutBack() throws Exception {
    bring("192.0.2.1");
    List<String> before = server.exchange.describe();
    for (boolean late : List.of(false, true)) {
      server.exchange.failing = server.exchange.writes + 1;
      server.exchange.failsLate = late;
      assertTrue(why(bring("192.0.2.9")).contains("a change failed"));
      assertEquals(before, server.exchange.describe());
    }
    server.exchange.failing = server.exchange.writes + 1;
    server.exchange.failsOn = true;
    assertInstanceOf(Applied.Partial.class, bring("192.0.2.9"));
    server.exchange.failing = 0;
    assertInstanceOf(Applied.Done.class, bring("192.0.2.9"));
  }

  /** A server whose name gives no answer keeps the addresses that it had. */
  @Test
  void ownServersStayWhenTheirNameGivesNoAnswer() {
    String script = compiled("fixed", "snap-in").script();
    server.server("EDGE1", ModelledExchange.MODERN, "Edge", "198.51.100.25");
    assertEquals(0, server.run(script).exit());
    assertTrue(server.named(FRONT).admitted().contains(ToyWorld.address("198.51.100.25")));
    List<String> held = server.exchange.describe();
    server.exchange.addresses.remove("edge1.example.com");
    assertEquals(6, server.run(script).exit());
    assertEquals(held, server.exchange.describe());
    server.exchange.servers.remove("EDGE1");
    assertEquals(0, server.run(script).exit());
    assertFalse(server.named(FRONT).admitted().contains(ToyWorld.address("198.51.100.25")));
  }

  @Test
  void listPrintsConnectorsRolesAndBindings() {
    CommandRunner.Result result = server.run(compiled("fixed", "snap-in").script(), "-List");
    assertEquals(0, result.exit());
    assertTrue(result.output().contains("server MBX1, Version 15.2"), result.output());
    assertTrue(
        result.output().contains(FRONT + ": FrontendTransport, [::]:25, 0.0.0.0:25, 2 ranges"),
        result.output());
    assertEquals(
        1, result.output().lines().filter(line -> line.contains("the one that is meant")).count());
    assertEquals(0, server.exchange.writes);
  }

  @Test
  void servicesAreRestartedOnlyWhenAskedForAndSomethingChanged() {
    String script = compiled("fixed", "snap-in").script();
    server.run(script);
    assertEquals(List.of(), server.exchange.restarted);
    server.run(script, "-Restart");
    assertEquals(List.of(), server.exchange.restarted, "nothing changed");
    server.named(FRONT).ranges = ExchangeModel.EVERYWHERE;
    server.run(script, "-Restart");
    assertEquals(
        List.of("MSExchangeTransport", "MSExchangeFrontEndTransport"), server.exchange.restarted);
  }

  /** Names are asked on the server; no answer takes nothing away, and a lost memory neither. */
  @Test
  void aScriptThatAsksForNamesKeepsWhatAnswered() {
    CompiledPolicy compiled = compiled("self-resolving", "snap-in");
    String script = compiled.script();
    server.exchange.addresses.put("delivery.example.net", List.of("203.0.114.1"));
    assertEquals(0, server.run(script).exit());
    Connector front = server.named(FRONT);
    assertTrue(front.admitted().contains(ToyWorld.address("203.0.114.1")));
    assertEquals(0, server.run(script).exit());
    List<String> held = server.exchange.describe();
    server.exchange.addresses.remove("delivery.example.net");
    assertEquals(6, server.run(script).exit());
    assertEquals(held, server.exchange.describe());
    server.host.disk.files.replaceAll(
        (path, text) -> path.contains("last-good") ? "damaged" : text);
    server.exchange.addresses.put("delivery.example.net", List.of("203.0.114.2"));
    assertEquals(6, server.run(script).exit());
    assertTrue(front.admitted().contains(ToyWorld.address("203.0.114.1")), "the memory is lost");
    assertTrue(front.admitted().contains(ToyWorld.address("203.0.114.2")));
    server.host.tasks.tasks.put("Postern Exchange", "");
    server.host.tasks.tasks.put("Postern", "that of the firewall");
    assertEquals(0, server.run(compiled.companions().get(1)).exit());
    assertEquals(ExchangeModel.EVERYWHERE, front.ranges);
    assertEquals(List.of("Postern"), List.copyOf(server.host.tasks.tasks.keySet()));
  }

  /** Where what was answered cannot be remembered, nothing is taken away. */
  @Test
  void aFullDiskTakesNothingAway() {
    String script = compiled("self-resolving", "snap-in").script();
    server.exchange.addresses.put("delivery.example.net", List.of("203.0.114.1"));
    server.run(script);
    server.host.disk.full = true;
    server.host.now = server.host.now.plusSeconds(7_300);
    server.exchange.addresses.put("delivery.example.net", List.of("203.0.114.2"));
    assertEquals(4, server.run(script).exit());
    assertTrue(server.named(FRONT).admitted().contains(ToyWorld.address("203.0.114.1")));
    assertTrue(server.named(FRONT).admitted().contains(ToyWorld.address("203.0.114.2")));
  }

  @Test
  void aPolicyOfMoreThanTwelveHundredRangesIsRefusedAndWidened() {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 1_201; i++) {
      list.append(i == 0 ? "" : ", ").append("203.%d.%d.1".formatted(i / 256, i % 256));
    }
    String policy =
        """
        sets: {filter: {sources: [%s]%s}}
        rules: [{name: mta, hook: smtp, port: tcp/25, accept: [filter], otherwise: defer, spare: []}]
        targets: [exchange]
        """;
    Outcome refused = CompiledPolicy.of(policy.formatted(list, ""), Map.of()).outcome();
    assertTrue(refused.toString().contains("at most 1200"), refused::toString);
    assertTrue(refused.toString().contains("widen: {entries: 1200}"), refused::toString);
    String widened = policy.formatted(list, ", widen: {entries: 1200}");
    String script = CompiledPolicy.of(widened, Map.of()).script();
    assertEquals(0, server.run(script).exit());
    assertTrue(server.named(FRONT).ranges.size() <= 1_204, "and loopback and own servers");
  }
}
