package org.postern.target.windows.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.Ports;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** How the scripts are run on Windows, and what is made of their ends. */
class ConnectionControlRunsTest {
  private final List<List<String>> commands = new ArrayList<>();

  private Target ending(int exit, String output) {
    return new Exchange2003Kind(
            (command, input, deadline) -> {
              commands.add(command);
              return new CommandRunner.Result(exit, output, "");
            },
            true)
        .open(new TargetBinding("exchange2003", Span.wholeFile("")), Secrets.none());
  }

  private static Applied applied(Target target) throws TargetException {
    Ruleset wanted =
        new Ruleset(
            List.of(ExchangeProjection.meaning("mta", Ports.of(25), ToyWorld.set("192.0.2.1"))));
    return target.apply(target.compile(Plan.between(Observation.nothing(), wanted)));
  }

  @Test
  void theScriptHostRunsTheScriptAsAFile() throws TargetException {
    Target target = ending(0, "postern-exchange 1\r\nend\r\n");
    assertEquals(Ruleset.empty(), target.observe().owned());
    assertInstanceOf(Applied.Done.class, applied(target));
    assertEquals(List.of("cscript.exe", "//nologo"), commands.getFirst().subList(0, 2));
    assertTrue(commands.getFirst().get(2).endsWith("postern-apply.vbs"));
    assertEquals(List.of("/readback"), commands.getFirst().subList(3, 4));
    assertEquals(3, commands.getLast().size());
  }

  /** The script host ends so where it cannot go on. */
  @ParameterizedTest
  @ValueSource(strings = {"", "postern-exchange 1\r\n", "  + 192.0.2.1, 255.255.255.255\r\n"})
  void anEndWithoutTheLastLineIsNoSuccess(String output) throws TargetException {
    Target target = ending(0, output);
    assertThrows(TargetException.class, target::observe);
    Applied.Partial partial = assertInstanceOf(Applied.Partial.class, applied(target));
    assertTrue(partial.why().contains("did not come to its end"), partial.why());
  }

  @Test
  void whatTheScriptSaysOfAFaultIsToldWithoutTheRest() throws TargetException {
    Target target = ending(3, "  + a\r\nthe change failed: Access is denied\r\nend\r\n");
    Applied.Unchanged unchanged = assertInstanceOf(Applied.Unchanged.class, applied(target));
    assertEquals("the change failed: Access is denied", unchanged.why());
    assertInstanceOf(Applied.Partial.class, applied(ending(4, "it failed\r\nend\r\n")));
  }
}
