package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.command.status.StatusReport;
import org.postern.daemon.OfflineStatus;
import org.postern.daemon.Status;
import org.postern.daemon.metrics.Metrics;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.plan.Effect;

/**
 * A rule that is there to let something through, and others that drop it: every command says it.
 */
class NoEffectTest {
  private static final Effect NONE =
      new Effect(
          "dns",
          Effect.Kind.NONE,
          "inet filter output (hook output)",
          "drops by policy what none of its rules accepts",
          List.of("nft insert rule inet filter output tcp dport 53 accept"));

  private static final String SENTENCE =
      "rule dns has no effect: inet filter output (hook output) drops by policy what none of its"
          + " rules accepts";
  private static final String LINE = "nft insert rule inet filter output tcp dport 53 accept";

  private final Lab lab;
  private final Terminal terminal;

  NoEffectTest(@TempDir Path folder) throws IOException {
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {own: {sources: [192.0.2.1]}}
                rules:
                  - {name: smtp, port: tcp/25, accept: [own], otherwise: drop}
                  - {name: dns, hook: output, port: tcp/53, accept: any}
                """);
    this.terminal = new Terminal(lab);
  }

  private String policy() {
    return lab.file().toString();
  }

  private static void says(Terminal.Seen seen) {
    assertTrue(seen.out().contains(SENTENCE), seen::toString);
    assertTrue(seen.out().contains(LINE), seen::toString);
  }

  @Test
  void everyCommandSaysIt() throws IOException {
    lab.target().leaving(NONE);
    says(terminal.type(2, "plan", policy()));
    says(terminal.type(4, "apply", policy()));
    says(terminal.type(4, "apply", policy()));
    says(terminal.type(0, "plan", policy()));
    Terminal.Seen status = terminal.type(1, "status");
    says(status);
    assertFalse(status.out().contains("all well"), status::toString);
    Terminal.Seen nagios = terminal.type(1, "status", "--nagios");
    assertTrue(nagios.out().contains(SENTENCE), nagios::toString);
    Status known = OfflineStatus.of(lab.pipeline());
    String figures = Metrics.render(known);
    assertTrue(
        figures.contains("postern_alarms{kind=\"no_effect\",priority=\"error\"} 1"), figures);
    assertFalse(StatusReport.of(known).lines().isEmpty());
  }

  @Test
  void programsAreToldToo() throws IOException {
    lab.target().leaving(NONE);
    JsonTree applied = terminal.type(4, "apply", policy(), "--format", "json").json();
    assertTrue(applied.truth("degraded"));
    JsonTree effect = applied.objects("targets").getFirst().objects("effects").getFirst();
    assertEquals("none", effect.string("effect"));
    assertEquals("dns", effect.string("rule"));
    assertEquals(List.of(LINE), effect.strings("remedies"));
    JsonTree status = terminal.type(1, "status", "--format", "json").json();
    assertEquals(
        "none",
        status.objects("targets").getFirst().objects("effects").getFirst().string("effect"));
  }

  /** Nothing that is at work at boot is kept from it, and no unit fails for it. */
  @Test
  void restoreAndTimersGoOn() {
    lab.target().leaving(NONE);
    terminal.type(4, "apply", policy());
    lab.reboot();
    says(terminal.type(0, "restore"));
    terminal.type(0, "daemon", "--once");
    says(terminal.type(1, "status"));
  }

  @Test
  void whatCannotBeToldIsNoAlarm() {
    lab.target()
        .leaving(new Effect("dns", Effect.Kind.UNTOLD, "inet other c", "has more", List.of()));
    Terminal.Seen applied = terminal.type(0, "apply", policy());
    assertTrue(
        applied.out().contains("note: whether rule dns has its whole effect"), applied::toString);
    assertTrue(terminal.type(0, "status").out().contains("all well"));
  }
}
