package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/**
 * A rule names an interface by which nothing comes in: every command says that the gate is open.
 */
class UnseenInterfaceTest {
  private final Lab lab;
  private final Terminal terminal;

  UnseenInterfaceTest(@TempDir Path folder) throws IOException {
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {own: {sources: [192.0.2.1]}}
                rules: [{name: smtp, in: [eth0], port: tcp/25, accept: [own], otherwise: drop}]
                """);
    this.terminal = new Terminal(lab);
  }

  private String policy() {
    return lab.file().toString();
  }

  @Test
  void applyObjectsUntilItIsOverruled() throws IOException {
    lab.neighbourhood().links().remove("eth0");
    Terminal.Seen seen = terminal.type(3, "apply", policy());
    assertEquals(
        """
        rule smtp (in: eth0): there is no such interface
          write the names that "ip link" shows, or wait until it is there; or, if it comes later: --interface-missing
        nothing was changed
        """,
        seen.err());
    assertEquals(List.of(), lab.system().lines());
    Terminal.Seen planned = terminal.type(2, "plan", policy());
    assertTrue(
        planned.out().contains("apply would object: rule smtp (in: eth0): there is no such"),
        planned::toString);
    Terminal.Seen applied =
        terminal.type(0, "apply", policy(), "--interface-missing", "--reason", "ppp0 comes late");
    assertTrue(applied.err().contains("note: rule smtp (in: eth0)"), applied::toString);
    Terminal.Seen history = terminal.type(0, "history");
    assertTrue(
        history.out().contains("overruled for generation 1: --interface-missing"),
        history::toString);
    assertTrue(history.out().contains("ppp0 comes late"), history::toString);
  }

  /** What is in force makes no gate either, so applying it again is no success. */
  @Test
  void whatIsInForceIsAskedToo() {
    terminal.type(0, "apply", policy());
    lab.neighbourhood().links().enslave("eth0", "bridge", "br0");
    Terminal.Seen seen = terminal.type(3, "apply", policy());
    assertTrue(seen.err().contains("it is a port of bridge br0"), seen::toString);
    assertTrue(seen.err().contains("write in: [br0]"), seen::toString);
    Terminal.Seen planned = terminal.type(0, "plan", policy());
    assertTrue(planned.out().contains("apply would object"), planned::toString);
  }

  @Test
  void programsReadTheSame() throws IOException {
    lab.neighbourhood().links().remove("eth0");
    JsonTree target =
        terminal
            .type(3, "apply", policy(), "--format", "json")
            .json()
            .objects("targets")
            .getFirst();
    JsonTree objection = target.objects("objections").getFirst();
    assertEquals("no interface", objection.string("kind"));
    assertEquals("smtp", objection.string("rule"));
    assertEquals("eth0", objection.string("interface"));
  }

  @Test
  void statusAndMonitoringSayIt() {
    terminal.type(0, "apply", policy());
    lab.neighbourhood().links().remove("eth0");
    Terminal.Seen status = terminal.type(1, "status");
    assertFalse(status.out().contains("all well"), status::toString);
    assertTrue(
        status.out().lines().findFirst().orElse("").contains("the gate is open: rule smtp"),
        status::toString);
    Terminal.Seen nagios = terminal.type(2, "status", "--nagios");
    assertTrue(nagios.out().startsWith("POSTERN CRITICAL - "), nagios::toString);
    assertTrue(nagios.out().contains("the gate is open"), nagios::toString);
    lab.neighbourhood().links().add("eth0");
    assertTrue(terminal.type(0, "status").out().contains("all well"));
  }

  /** Boot and timers never object: an interface may come late. */
  @Test
  void whatRunsByItselfNeverObjects() {
    terminal.type(0, "apply", policy());
    lab.reboot();
    lab.neighbourhood().links().remove("eth0");
    terminal.type(0, "restore");
    assertFalse(lab.system().ours().isEmpty());
    Terminal.Seen once = terminal.type(0, "daemon", "--once");
    assertTrue(once.err().contains("the gate is open"), once::toString);
    terminal.type(0, "rollback", "1");
  }

  @Test
  void aRuleThatNamesTheMasterTooSeesAll() throws IOException {
    lab.policy(
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules: [{name: smtp, in: [eth0, br0], port: tcp/25, accept: [own], otherwise: drop}]
        """);
    lab.neighbourhood().links().enslave("eth0", "bridge", "br0");
    terminal.type(0, "apply", policy());
    assertTrue(terminal.type(0, "status").out().contains("all well"));
  }

  @Test
  void openVSwitchHasAnInterfaceOfItsOwn() {
    lab.neighbourhood().links().enslave("eth0", "openvswitch", "ovs-system");
    Terminal.Seen seen = terminal.type(3, "apply", policy());
    assertTrue(seen.err().contains("with the interface that has the addresses"), seen::toString);
  }
}
