package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.CommandRunner;

/** The task runs as a user who may do what it takes, and never as SYSTEM. */
class ExchangeRegistrationIT {
  private static final String CONSOLE =
      "C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExShell.Psc1";

  private final ModelledExchange server = ModelledExchange.modern();
  private final WindowsHost host = server.host;

  private static String script(String form) {
    String policy =
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules: [{name: mta, hook: smtp, port: tcp/25, accept: [own], otherwise: defer, spare: []}]
        targets: [{exchange: {form: %s}}]
        """
            .formatted(form);
    return CompiledPolicy.of(policy, Map.of()).companions().getFirst();
  }

  @BeforeEach
  void scriptsAreThere() {
    host.script = "C:\\Program Files\\Postern\\postern-register.ps1";
    host.disk.files.put("C:\\Program Files\\Postern\\postern-apply.ps1", "exit 0");
  }

  private CommandRunner.Result register(String... arguments) {
    return server.run(script("snap-in"), arguments);
  }

  @Test
  void asksForTheUserAndRunsAsThat() {
    assertEquals(2, register("-WhatIf").exit());
    assertTrue(host.tasks.tasks.isEmpty());
    assertEquals(0, register().exit());
    assertEquals("EXAMPLE\\svc-postern", host.tasks.users.get("Postern Exchange"));
    assertTrue(
        host.tasks
            .tasks
            .getOrDefault("Postern Exchange", "")
            .contains("-File \\\"C:\\Program Files\\Postern\\"));
    host.accounts.typed = "";
    assertEquals(0, register("-User", Accounts.USER).exit());
    assertTrue(host.disk.files.keySet().stream().noneMatch(one -> one.contains("rights")));
  }

  @Test
  void smallBusinessServerRunsItByTheConsoleFile() {
    assertEquals(1, server.run(script("console")).exit(), "the file is not there");
    host.disk.files.put(CONSOLE, "");
    assertEquals(0, server.run(script("console")).exit());
    assertEquals(
        "powershell.exe -PSConsoleFile \\\""
            + CONSOLE
            + "\\\" -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command"
            + " \\\". 'C:\\Program Files\\Postern\\postern-apply.ps1'; exit $LASTEXITCODE\\\"",
        host.tasks.tasks.get("Postern Exchange"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYSTEM", "NT AUTHORITY\\SYSTEM", "S-1-5-18", "nobody@example.com"})
  void noOtherAccountWillDo(String user) {
    assertEquals(1, register("-User", user).exit());
    assertTrue(host.tasks.tasks.isEmpty());
  }

  @Test
  void anAccountOfAServiceWillNotDo() {
    host.accounts.sid = "S-1-5-18";
    assertTrue(register().error().contains("never runs as SYSTEM"));
    assertTrue(host.tasks.tasks.isEmpty());
  }

  @Test
  void aUserWithoutTheRightIsToldWhatIsMissing() {
    host.accounts.batch = "*S-1-5-32-544";
    assertTrue(register().error().contains("log on as a batch job"));
    host.accounts.batch = "EXAMPLE\\svc-postern";
    assertEquals(2, register("-WhatIf").exit(), "by its name");
    host.accounts.batch = "*" + Accounts.GROUP;
    assertEquals(2, register("-WhatIf").exit(), "by its group");
    host.accounts.denied = "*" + Accounts.SID;
    assertTrue(register().error().contains("log on as a batch job"));
    host.accounts.denied = "";
    host.accounts.memberOf.clear();
    host.accounts.batch = "*" + Accounts.SID;
    assertTrue(register().error().contains("Server Management"));
    assertTrue(host.tasks.tasks.isEmpty());
  }

  @Test
  void aTaskThatWindowsRefusesIsAnError() {
    host.tasks.refuses = true;
    assertEquals(1, register().exit());
  }
}
