package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.diagnostic.Span;
import org.postern.plan.Plan;
import org.postern.plan.ToyWorld;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.Target;

/** The scripts of an inbound connector of Exchange Online, from the policy to the tenant. */
class OnlineScriptsIT {
  private final WindowsHost host = new WindowsHost();

  private static CompiledPolicy compiled(String sources) {
    String policy =
        """
        sets: {filter: {sources: [%s]}}
        rules: [{name: mta, hook: smtp, port: tcp/25, accept: [filter], otherwise: reject}]
        targets: [{exchange-online: {application: 0-app, thumbprint: ABC, organization: example.com}}]
        """
            .formatted(sources);
    return CompiledPolicy.of(policy, Map.of());
  }

  private int run(String script, String... switches) {
    host.output.clear();
    host.errors.clear();
    return host.run(script, switches);
  }

  @Test
  void scriptsAreWellFormedAndSafe() {
    CompiledPolicy compiled = compiled("192.0.2.0/24");
    assertEquals(List.of(), ScriptGrammarIT.mistakes(compiled.script()));
    assertEquals(1, compiled.companions().size());
    assertEquals(List.of(), ScriptGrammarIT.mistakes(compiled.companions().getFirst()));
    assertTrue(compiled.planned().artifact().notes().toString().contains("certificate"));
  }

  /** A model refuses what is wider than /24 and any IPv6. */
  @Test
  void widerPrefixesAreSplitAndIp6IsToldToBeLeftOut() throws Exception {
    CompiledPolicy compiled =
        compiled("192.0.0.0/22, 198.51.100.7, 203.0.113.8-203.0.113.14, \"2001:db8::/32\"");
    assertTrue(
        compiled.planned().toString().contains("leaves out its IPv6 addresses"),
        compiled.planned()::toString);
    assertEquals(2, run(compiled.script(), "-WhatIf"));
    assertEquals(0, run(compiled.script()));
    assertEquals(
        ToyWorld.set("192.0.0.0/22", "198.51.100.7", "203.0.113.8-203.0.113.14"),
        host.online.admitted("Postern"));
    Target target =
        OnlineConformanceIT.kind(host)
            .open(new TargetBinding("exchange-online", Span.wholeFile("")), Secrets.none());
    assertEquals(
        List.of(),
        Plan.between(target.observe(), compiled.planned().plan().after()).changes(),
        "what is read back is what was planned");
    int writes = host.online.writes;
    assertEquals(0, run(compiled.script()));
    assertEquals(writes, host.online.writes, "a second run changes nothing");
    assertEquals(0, run(compiled.companions().getFirst()));
    assertEquals(List.of(), host.online.describe());
  }

  @Test
  void aConnectorOfOthersIsNotTouched() {
    host.online.others("Postern", "198.51.100.0/24");
    List<String> before = host.online.describe();
    assertEquals(1, run(compiled("192.0.2.1").script()));
    assertTrue(host.errors.toString().contains("name another"), host.errors::toString);
    assertEquals(0, run(compiled("192.0.2.1").companions().getFirst()));
    assertEquals(before, host.online.describe());
  }

  @Test
  void aFailedWriteIsPutBack() {
    run(compiled("192.0.2.0/26, 192.0.2.70").script());
    for (boolean late : List.of(false, true)) {
      host.online.failing = host.online.writes + 1;
      host.online.failsLate = late;
      assertEquals(3, run(compiled("192.0.2.9").script()));
      assertEquals(ToyWorld.set("192.0.2.0/26", "192.0.2.70"), host.online.admitted("Postern"));
    }
    assertEquals(0, run(compiled("192.0.2.9").script()));
  }

  @Test
  void theScriptSignsInAsTheApplicationWhereNoSessionIsThere() {
    host.online.connected = false;
    assertEquals(0, run(compiled("192.0.2.1").script(), "-List"));
    assertEquals(List.of("0-app"), host.online.sessions);
  }

  @Test
  void aConnectorThatWasSwitchedOffIsMended() {
    String script = compiled("192.0.2.1").script();
    run(script);
    host.online.connector("Postern").put("RestrictDomainsToIPAddresses", false);
    assertEquals(2, run(script, "-WhatIf"));
    assertEquals(0, run(script));
    assertEquals(true, host.online.connector("Postern").get("RestrictDomainsToIPAddresses"));
  }
}
