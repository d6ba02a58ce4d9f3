package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.ToyWorld;
import org.postern.target.windows.Values.ScriptFault;

/** The shipped policy for SmarterMail on Windows, run where its installer let everyone in. */
class SmarterMailRulesetIT {
  private static final String NAME = "delivery.antispamcloud.com";
  private static final String BY = "Ethernet 2";
  private static final AddressSet EVERYONE = AddressSet.all(Family.IP);

  private final Trial trial = new Trial().withRival();
  private List<String> nodes = List.of("203.0.112.1", "203.0.112.2");
  private String script = "";
  private String removal = "";

  @BeforeEach
  void compileIt() throws IOException {
    CompiledPolicy compiled =
        CompiledPolicy.of(
            Files.readString(Path.of("rulesets/smartermail-2012.yaml")), Map.of(NAME, nodes));
    script = compiled.script();
    removal = compiled.companions().getLast();
    trial.host.names =
        (name, family) -> {
          if (nodes.isEmpty()) {
            throw new ScriptFault(name + " : DNS server failure");
          }
          return family.equals("v4") && name.equals(NAME) ? nodes : List.of();
        };
  }

  private AddressSet admitted(int port, String server) {
    return trial.host.firewall.admitted(port, ToyWorld.address(server), BY);
  }

  private void assertNodesAlone(String... accepted) {
    assertEquals(ToyWorld.set(accepted), admitted(25, "198.51.100.10"));
    assertEquals(EVERYONE, admitted(25, "198.51.100.11"), "the address where users send");
    assertEquals(EVERYONE, admitted(26, "198.51.100.10"), "another port");
  }

  @Test
  void nodesAloneReachPort25OfTheMxAddressAndUsersTheirOwn() {
    assertEquals(EVERYONE, admitted(25, "198.51.100.10"));
    assertEquals(2, trial.host.run(script, "-WhatIf"), trial.host.errors::toString);
    assertEquals(EVERYONE, admitted(25, "198.51.100.10"));
    assertEquals(0, trial.host.run(script), trial.host.errors::toString);
    assertNodesAlone("203.0.112.1", "203.0.112.2");
    assertEquals(0, trial.host.run(removal), trial.host.errors::toString);
    assertEquals(EVERYONE, admitted(25, "198.51.100.10"));
  }

  @Test
  void theHourlyRunFollowsTheNameAndSilenceTakesNothingAway() {
    assertEquals(0, trial.host.run(script), trial.host.errors::toString);
    nodes = new ArrayList<>(nodes);
    nodes.add("203.0.112.3");
    assertEquals(0, trial.host.run(script), trial.host.errors::toString);
    assertNodesAlone("203.0.112.1", "203.0.112.2", "203.0.112.3");
    nodes = List.of();
    assertEquals(6, trial.host.run(script), trial.host.errors::toString);
    assertNodesAlone("203.0.112.1", "203.0.112.2", "203.0.112.3");
  }
}
