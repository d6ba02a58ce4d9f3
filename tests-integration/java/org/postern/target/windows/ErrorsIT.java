package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/**
 * Errors of cmdlets that are functions of modules. They do not see what a script prefers that is
 * called from a prompt, another script or a remote session, so each call has to say that an error
 * stops; and what cannot be read is no empty list.
 */
class ErrorsIT {
  private static final Ruleset SOME =
      Trial.smtp(ToyWorld.set("192.0.2.1", "198.51.100.0/24", "2001:db8::/32"));
  private static final Ruleset OTHERS = Trial.smtp(ToyWorld.set("192.0.2.1", "192.0.2.3"));

  private static Trial trial(String form) {
    return new Trial("form=" + form, "opens=smtp");
  }

  /** What tells that a call says it, and not the script for all of them. */
  private static String silenced(String script) {
    return script.replace(" -ErrorAction Stop", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aStoppedServiceIsNoEmptyList(String form) {
    Trial trial = trial(form);
    trial.apply(SOME);
    trial.host.firewall.stopped = true;
    trial.host.output.clear();
    assertEquals(1, trial.host.run(trial.script(Ruleset.empty()), "-ReadBack"));
    assertEquals(List.of(), trial.host.output);
    assertEquals(1, trial.host.run(trial.script(OTHERS)));
    assertEquals(1, trial.host.run(trial.script(OTHERS), "-WhatIf"));
    assertTrue(trial.host.errors.toString().contains("nothing was changed"));
    assertEquals(1, trial.host.run(Script.uninstall(trial.options()).text()));
    trial.host.firewall.stopped = false;
    assertEquals(0, trial.apply(SOME));
    assertEquals(0, trial.host.firewall.changes);
  }

  /** The model reports errors as Windows does: a script that does not say it goes on. */
  @Test
  void withoutSayingSoErrorsGoUnnoticed() {
    Trial trial = trial("netsecurity");
    trial.apply(SOME);
    trial.host.firewall.stopped = true;
    assertEquals(0, trial.host.run(silenced(trial.script(Ruleset.empty())), "-ReadBack"));
    trial.host.firewall.stopped = false;
    trial.host.firewall.failing = 2;
    int exit = trial.run(silenced(trial.script(OTHERS)), trial.held(OTHERS));
    assertEquals(4, exit, "it is seen afterwards, and nothing is put back");
    assertNotEquals(List.of(), trial.differences(SOME));
    trial.host.tasks.refuses = true;
    assertEquals(1, register(trial.host, "netsecurity"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Get-NetFirewallRule",
        "Get-NetFirewallAddressFilter",
        "Get-NetFirewallPortFilter",
        "Get-NetFirewallInterfaceFilter",
        "Get-NetFirewallApplicationFilter",
        "Get-NetFirewallServiceFilter",
        "Get-NetFirewallInterfaceTypeFilter",
        "Get-NetFirewallSecurityFilter",
        "Get-NetFirewallProfile",
      })
  void eachReaderThatFailsIsNoticed(String cmdlet) {
    Trial trial = trial("netsecurity").withRival();
    trial.apply(SOME);
    trial.host.firewall.broken = cmdlet;
    trial.host.output.clear();
    assertEquals(1, trial.host.run(trial.script(Ruleset.empty()), "-ReadBack"));
    assertEquals(List.of(), trial.host.output);
    assertEquals(1, trial.host.run(trial.script(SOME), "-WhatIf"));
    int exit = trial.apply(SOME);
    assertTrue(exit == 1 || exit == 4, cmdlet + " fails and the script ends with " + exit);
    assertEquals(List.of(), trial.faults);
  }

  @ParameterizedTest
  @CsvSource({"New-NetFirewallRule, 3", "Set-NetFirewallRule, 4", "Remove-NetFirewallRule, 4"})
  void eachWriterThatFailsIsNoticed(String cmdlet, int code) {
    Trial trial = trial("netsecurity");
    trial.apply(SOME);
    trial.host.firewall.broken = cmdlet;
    Ruleset wanted = cmdlet.startsWith("New") ? Trial.smtp(ToyWorld.set("2001:db8::/32")) : OTHERS;
    assertEquals(code, trial.apply(wanted), trial.host.errors::toString);
    assertEquals(List.of(), trial.faults);
    trial.host.firewall.broken = "";
    assertEquals(0, trial.apply(wanted), trial.host.errors::toString);
    assertEquals(List.of(), trial.differences(wanted));
  }

  private static int register(WindowsHost host, String form, String... switches) {
    host.disk.files.put("C:\\Postern\\postern-apply.ps1", "");
    WindowsOptions options = new Trial("form=" + form).options();
    SyntaxNode script = PowerShellGrammar.parse(Script.register(options).text());
    return new Interpreter(host).run(List.of(script), switches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aTaskIsRegisteredOnce(String form) {
    WindowsHost host = new WindowsHost();
    assertEquals(2, register(host, form, "-WhatIf"));
    assertEquals(Map.of(), host.tasks.tasks);
    assertEquals(0, register(host, form), host.errors::toString);
    assertEquals(0, register(host, form), host.errors::toString);
    String quote = form.equals("com") ? "\\\"" : "\"";
    assertEquals(
        Map.of(
            "Postern",
            "powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "
                + quote
                + "C:\\Postern\\postern-apply.ps1"
                + quote),
        host.tasks.tasks);
  }

  @ParameterizedTest
  @CsvSource({"netsecurity, true", "netsecurity, false", "com, true", "com, false"})
  void withoutATaskRegisteringFails(String form, boolean stopped) {
    WindowsHost host = new WindowsHost();
    host.tasks.stopped = stopped;
    host.tasks.refuses = !stopped;
    assertEquals(1, register(host, form));
    assertTrue(host.errors.toString().contains("no task is registered"), host.errors::toString);
    assertEquals(Map.of(), host.tasks.tasks);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aTaskThatCannotBeLookedForIsNotForgotten(String form) {
    Trial trial = trial(form);
    trial.apply(SOME);
    assertEquals(0, register(trial.host, form));
    trial.host.tasks.stopped = true;
    String script = Script.uninstall(trial.options()).text();
    assertEquals(1, trial.run(script, trial.held(SOME)));
    assertEquals(List.of(), trial.differences(SOME));
    trial.host.tasks.stopped = false;
    assertEquals(0, trial.run(script, Ruleset.empty()), trial.host.errors::toString);
    assertEquals(Map.of(), trial.host.tasks.tasks);
  }
}
