package org.postern.target.mail.tcpwrappers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.plan.Effect;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.HookLines;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.RunningPrograms;

/** Where our lines go, and what those of the administrator leave of the rule. */
class HookBlockTest {
  private static final Ruleset RULES =
      new Ruleset(
          List.of(
              MailBench.rule(
                  "mta", ConnectionRules.scope(), Refusal.DEFER, "192.0.2.0/28", "2001:db8::/32")));

  @TempDir private Path folder;
  private Optional<TcpwrappersConfiguration> opened = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    Path process = Files.createDirectories(folder.resolve("proc/7"));
    Files.writeString(process.resolve("cmdline"), "/usr/sbin/inetd\0-i\0");
    write(
        "inetd.conf",
        """
        # a note
        smtp stream tcp\tnowait.6000 qmaild
         /usr/sbin/tcpd /var/qmail/bin/tcp-env x
        """);
    TcpwrappersOptions options =
        new TcpwrappersOptions(
            "mx1",
            "tcp-env",
            folder.resolve("ours"),
            folder,
            folder.resolve("inetd.conf"),
            Optional.empty());
    opened =
        Optional.of(
            new TcpwrappersConfiguration(options, new RunningPrograms(folder.resolve("proc"))));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private HookLines hook() throws IOException {
    return opened.orElseThrow().hook(RULES);
  }

  private String block(String line) {
    return "# postern: begin, by \"postern hook mx1\"\n" + line + "# postern: end\n";
  }

  private String allowing() {
    return block("tcp-env: %s/ours/clients.patterns\n".formatted(folder));
  }

  private List<String> effects() throws IOException {
    return opened.orElseThrow().effects(RULES).stream().map(Effect::sentence).toList();
  }

  private void add() throws IOException {
    for (HookLines.Part part : hook().parts()) {
      HookLines.Content content = part.file().orElseThrow();
      Files.writeString(content.path(), content.text(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Each text has a bar where our line goes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|",
        "sshd: ALL\\n|",
        "sshd: ALL\\n|tcp-env: 10.0.0.1",
        "|sshd: ALL, \\\\\\n",
        "sshd: ALL\\r\\n|",
        "tcp-env: 10.\\n|ALL: ALL: deny\\nsshd: ALL\\n",
        "ALL: 10.: deny\\nALL: ALL\\n|",
        "sshd: ALL\\n|ALL EXCEPT sshd: ALL : DENY\\n",
        "# \u00e4\\n|"
      })
  void goBehindWhatIsReadAndBeforeWhatDeniesAllWhoAreLeft(String row) throws IOException {
    String text = row.replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\");
    write("hosts.allow", text.replace("|", ""));
    HookLines.Part part = hook().parts().getFirst();
    assertEquals(text.replace("|", allowing()), part.file().orElseThrow().text());
    add();
    assertTrue(hook().isDone());
    assertEquals(
        text.replace("|", allowing()), hook().parts().getFirst().file().orElseThrow().text());
  }

  @Test
  void aLongLineStaysBehind() throws IOException {
    String line = "#" + "x".repeat(2047) + "\n";
    write("hosts.allow", "sshd: ALL\n" + line);
    assertEquals(
        "sshd: ALL\n" + allowing() + line, hook().parts().getFirst().file().orElseThrow().text());
    assertTrue(hook().notes().getFirst().contains("line 2 has more than 2047 bytes"));
  }

  @Test
  void linesOfOthersBetweenOursStay() throws IOException {
    String broken = "# postern: begin, by \"postern hook mx1\"\nsshd: ALL\n";
    write("hosts.allow", broken);
    add();
    String text = Files.readString(folder.resolve("hosts.allow"));
    assertEquals(broken + allowing(), text);
    assertTrue(hook().isDone());
  }

  @Test
  void aLinkIsLeftAlone() throws IOException {
    write("real", "sshd: ALL\n");
    Files.createSymbolicLink(folder.resolve("hosts.allow"), folder.resolve("real"));
    assertEquals(Optional.empty(), hook().parts().getFirst().file());
    assertTrue(hook().notes().getFirst().contains("is a link"), hook()::toString);
  }

  @Test
  void withoutLinesThereIsNoEffect() throws IOException {
    assertEquals(1, effects().size(), effects()::toString);
    assertTrue(effects().getFirst().contains("hosts.allow has no line \"tcp-env: "));
    HookLines.Content allow = hook().parts().getFirst().file().orElseThrow();
    Files.writeString(allow.path(), allow.text());
    assertTrue(effects().getFirst().contains("hosts.deny does not deny all others"));
    add();
    assertEquals(List.of(), effects());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ALL: ALL; has no effect",
        "tcp-env: ALL : setenv = RELAYCLIENT; has no effect",
        "ALL: 10. 192.0.2.0/24; lets past 10.0.0.0/8, 192.0.2.16/28, 192.0.2.32/27, 192.0.2.64/26",
        "tcp-env: .example.com: setenv = RELAYCLIENT; goes by more than an address",
        "tcp-env: ALL: twist /bin/echo 421 no; goes by more than an address",
        "tcp-env@192.0.2.99: ALL; goes by more than an address",
        "25: ALL; goes by more than an address",
        "ALL: PARANOID: deny; goes by more than an address"
      })
  void linesBeforeOursAreTold(String line, String told) throws IOException {
    write("hosts.allow", line + "\n");
    add();
    assertEquals(1, effects().size(), effects()::toString);
    assertTrue(effects().getFirst().contains(told), effects()::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sshd: ALL",
        "ALL EXCEPT tcp-env: ALL",
        "tcp-env: 192.0.2.1 [2001:db8::9] 127.",
        "ALL: 198.51.100.7: deny",
        "tcp-env: /nowhere",
        "tcp-env: LOCAL EXCEPT ALL"
      })
  void linesThatChangeNothingAreNotTold(String line) throws IOException {
    write("hosts.allow", line + "\n");
    write("hosts.deny", "ALL: PARANOID\n");
    add();
    assertEquals(List.of(), effects());
    assertEquals(List.of(), opened.orElseThrow().foreign(RULES));
  }

  @Test
  void whomAnAdministratorDeniesIsTold() throws IOException {
    write("hosts.allow", "ALL: 192.0.2.3 198.51.100.1 : deny\n");
    add();
    String told = opened.orElseThrow().foreign(RULES).getFirst().toString();
    assertTrue(told.contains("denies 192.0.2.3, which rule mta accepts"), told);
  }

  @Test
  void inetdHasToStartItByTcpd() throws IOException {
    add();
    write("inetd.conf", "smtp stream tcp nowait root /var/qmail/bin/tcp-env tcp-env qmail-smtpd\n");
    assertTrue(effects().getFirst().contains("starts tcp-env without tcpd"), effects()::toString);
    assertTrue(hook().notes().getFirst().contains("start /usr/sbin/tcpd"), hook()::toString);
    write("inetd.conf", "");
    assertTrue(effects().getFirst().contains("has no service that starts tcp-env"));
    Files.delete(folder.resolve("inetd.conf"));
    assertTrue(effects().getFirst().contains("is missing"), effects()::toString);
    Files.writeString(folder.resolve("proc/7/cmdline"), "inetd\0-l\0");
    write("inetd.conf", "smtp stream tcp nowait root /var/qmail/bin/tcp-env tcp-env qmail-smtpd\n");
    assertEquals(List.of(), effects());
  }

  @Test
  void whatCannotBeReadIsTold() throws IOException {
    Files.createDirectory(folder.resolve("hosts.allow"));
    assertTrue(effects().getFirst().contains("cannot be read"), effects()::toString);
    assertEquals(List.of(), opened.orElseThrow().foreign(RULES));
  }

  @Test
  void filesThatTcpdCannotReadAreTold() throws IOException {
    add();
    Files.setPosixFilePermissions(
        folder.resolve("hosts.deny"), PosixFilePermissions.fromString("rw-r-----"));
    assertTrue(effects().getFirst().contains("cannot be read by all users"), effects()::toString);
    assertFalse(effects().getFirst().contains("has no effect"));
  }
}
