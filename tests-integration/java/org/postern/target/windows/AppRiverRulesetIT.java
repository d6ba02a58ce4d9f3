package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.ToyWorld;

/** The shipped policy for Exchange, run on a model of a server as its setup leaves it. */
class AppRiverRulesetIT {
  private static final String FRONT = "Default Frontend MBX1";

  /** "By default the rule is: 0.0.0.0 to 255.255.255.255. Remove the default and add the list". */
  @Test
  void theDefaultGoesAndTheListOfTheManualComes() throws IOException {
    String text = Files.readString(Path.of("rulesets/appriver-exchange.yaml"));
    List<String> listed =
        Pattern.compile("(?m)^      - \\{net: ([0-9.]+),")
            .matcher(text)
            .results()
            .map(entry -> entry.group(1))
            .toList();
    assertEquals(15, listed.size(), "a minimum of 15 IP addresses");
    AddressSet filter = ToyWorld.set(listed.toArray(String[]::new));

    CompiledPolicy compiled = CompiledPolicy.of(text, Map.of());
    ModelledExchange server = ModelledExchange.modern();
    assertEquals(AddressSet.all(Family.IP), admitted(server, FRONT));
    assertEquals(2, server.run(compiled.script(), "-WhatIf").exit());
    assertEquals(AddressSet.all(Family.IP), admitted(server, FRONT));
    assertEquals(0, server.run(compiled.script()).exit());
    AddressSet own = ToyWorld.set("10.9.8.7", "127.0.0.0/8");
    assertEquals(filter.union(own), admitted(server, FRONT).union(own));
    assertTrue(admitted(server, FRONT).contains(ToyWorld.address("10.9.8.7")), "other servers");
    assertFalse(admitted(server, FRONT).contains(ToyWorld.address("203.0.113.80")));
    for (String other : List.of("Default MBX1", "Client Frontend MBX1", "Client Proxy MBX1")) {
      assertEquals(AddressSet.all(Family.IP), admitted(server, other), other);
    }
    assertEquals(0, server.run(compiled.script()).exit(), "once more");
    assertEquals(0, server.run(compiled.companions().getLast()).exit());
    assertEquals(AddressSet.all(Family.IP), admitted(server, FRONT), "as setup made it");
  }

  private static AddressSet admitted(ModelledExchange server, String connector) {
    return server.named(connector).admitted().only(Family.IP);
  }
}
