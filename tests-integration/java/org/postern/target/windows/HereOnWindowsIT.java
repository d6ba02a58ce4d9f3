package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.CommandRunner;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** The target on a Windows host: it runs its scripts and believes what they read back. */
class HereOnWindowsIT {
  private final ModelledWindows windows = new ModelledWindows();
  private final WindowsHost host = windows.host;

  private static Map<String, String> options(String form) {
    return Map.of("form", form, "opens", "smtp,smtp-allow-v4-1");
  }

  private Target target(String form) {
    return windows.target(options(form));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void holdsWhatItApplied(String form) throws TargetException {
    Target target = target(form);
    WindowsWorld world = new WindowsWorld(new Random(5));
    for (int i = 0; i < 8; i++) {
      Ruleset wanted = ModelledWindows.project(world.ruleset(), options(form));
      Plan plan = Plan.between(target.observe(), wanted);
      assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
      assertEquals(List.of(), Plan.between(target.observe(), wanted).changes());
    }
  }

  @Test
  void saysHowItFailed() throws TargetException {
    Target target = target("netsecurity");
    Plan plan =
        Plan.between(Observation.nothing(), Trial.smtp(ToyWorld.set("192.0.2.1", "2001:db8::1")));
    host.firewall.failing = 2;
    Applied.Unchanged unchanged =
        assertInstanceOf(Applied.Unchanged.class, target.apply(target.compile(plan)));
    assertTrue(unchanged.why().contains("a change failed"), unchanged.why());
    assertEquals(List.of(), host.firewall.describe());
    host.firewall.changes = 0;
    host.firewall.failsOn = true;
    assertInstanceOf(Applied.Partial.class, target.apply(target.compile(plan)));
    host.administrator = false;
    TargetException refused =
        assertThrows(TargetException.class, () -> target.apply(target.compile(plan)));
    assertEquals(TargetException.Kind.PERMISSION, refused.kind());
    assertThrows(TargetException.class, target::observe);
  }

  @Test
  void aReadBackThatIsCutOffIsNotBelieved() {
    Target target =
        new WindowsKind(
                (command, input, deadline) ->
                    new CommandRunner.Result(0, "postern-read-back 1\r\nchunk Postern-smtp", ""),
                true)
            .open(ModelledWindows.binding(Map.of()), Secrets.none());
    assertThrows(TargetException.class, target::observe);
  }

  @Test
  void elsewhereItIsCompiledOnly() {
    Target target = windows.kind(false).open(ModelledWindows.binding(Map.of()), Secrets.none());
    TargetException refused = assertThrows(TargetException.class, target::observe);
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains("here it is compiled only"));
  }
}
