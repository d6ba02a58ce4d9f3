package org.postern.target.mail.opensmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.TargetBinding;
import org.postern.target.HookLines;

/** What smtpd.conf makes of the lines of ours, and what becomes of it when they are added. */
class OpensmtpdConfigurationTest {
  private static final String FOLDER = "/var/lib/postern-mail/mx1";

  private static final AccessRule RULE =
      OpensmtpdSystemTest.rule(
          new Recipients.Domains(new TreeSet<>(List.of("a.example")), false, new TreeSet<>()),
          "192.0.2.0/28");

  private static final AccessRule STRICT =
      RULE.withScope(
          new Scope.Mail(((Scope.Mail) RULE.scope()).recipients(), Optional.empty(), false, ""));

  private static final String ACTION = "action \"local\" maildir\n";

  @TempDir private Path folder;
  private Path file = Path.of("/");
  private OpensmtpdOptions options =
      OpensmtpdOptions.of(new TargetBinding("opensmtpd", "mx1", Span.wholeFile(""), Map.of()));

  @BeforeEach
  void start() {
    file = folder.resolve("smtpd.conf");
    options = options(file);
  }

  private static OpensmtpdOptions options(Path config) {
    return OpensmtpdOptions.of(
        new TargetBinding(
            "opensmtpd", "mx1", Span.wholeFile(""), Map.of("config", config.toString())));
  }

  private OpensmtpdConfiguration configuration(CommandRunner runner) {
    return new OpensmtpdConfiguration(
        new SmtpdCommands(runner, options), options, folder.resolve("socket"), true);
  }

  private static CommandRunner saying(String text, int exit) {
    return (_, _, _) -> new CommandRunner.Result(exit, text, "");
  }

  private String lines(AccessRule rule) {
    return new MatchLines(options).text(new Ruleset(List.of(rule)));
  }

  private List<Effect> effects(AccessRule rule, String before, String lines, String after)
      throws IOException {
    Files.writeString(
        file, before + ACTION + lines + after + "match from any for any action local");
    return configuration(saying("", 0)).effects(new Ruleset(List.of(rule)));
  }

  private List<String> kinds(String before) throws IOException {
    return effects(RULE, before, lines(RULE), "").stream().map(one -> one.kind().text()).toList();
  }

  @Test
  void linesBeforeAllOthersHaveTheirEffect() throws IOException {
    assertEquals(List.of(), kinds(""));
    assertEquals(List.of(), kinds("# match from any for any action \"x\" \\\nmatch from any\n"));
    assertEquals(List.of(), kinds("match for local action \"x\"\n"));
    assertEquals(List.of(), kinds("match from local for any action x\n"));
    assertEquals(List.of(), kinds("match from any for domain b.example action x\n"));
    assertEquals(List.of(), kinds("match from src 192.0.2.3 for any action x\n"));
    assertEquals(List.of(), kinds("match auth from any for any action x\n"));
    assertEquals(List.of(), kinds("match from any for domain a.example reject\n"));
    assertEquals(
        List.of(),
        kinds("table t { \"192.0.2.1\", \"127.0.0.0/8\" }\nmatch from src <t> for any action x\n"));
  }

  @Test
  void whatDecidesBeforeThemIsTold() throws IOException {
    assertEquals(List.of("none"), kinds("match from any for any action x\n"));
    assertEquals(List.of("none"), kinds("match from any for \\\n any action x\n"));
    assertEquals(
        List.of("none"),
        kinds("match from any for domain { b.example, \"a.example\" } action x\n"));
    assertEquals(List.of("none"), kinds("who = \"any\"\nmatch from $who for any action x\n"));
    assertEquals(List.of("part"), kinds("match from any for domain \"*\" action x\n"));
    assertEquals(List.of("part"), kinds("match from any tls for any action x\n"));
    assertEquals(List.of("part"), kinds("match !from src 192.0.2.3 for any action x\n"));
    assertEquals(List.of("part"), kinds("match from src 192.0.2.16 for any action x\n"));
    assertEquals(List.of("part"), kinds("match from src <gone> for any action x\n"));
    assertEquals(List.of("part"), kinds("match from rdns regex \"x\" for any action x\n"));
    assertEquals(List.of("part"), kinds("match from any for rcpt-to \"u@a.example\" action x\n"));
  }

  @Test
  void whatIsIncludedOrInATableIsReadToo() throws IOException {
    Path included = folder.resolve("more.conf");
    Files.writeString(included, "match from any for any action x\n");
    String include = "include \"%s\"\n".formatted(included);
    assertEquals(List.of("none"), kinds(include));
    Files.writeString(included, include);
    assertEquals(List.of(), kinds(include));
    Path table = folder.resolve("hosts");
    Files.writeString(table, "# mine\n10.0.0.0/8\n192.0.2.9\n");
    List<Effect> found =
        effects(
            RULE,
            "table hosts file:%s\nmatch from src <hosts> for any action x\n".formatted(table),
            lines(RULE),
            "");
    assertTrue(found.getFirst().why().endsWith("which lets past 10.0.0.0/8"), found::toString);
  }

  @Test
  void linesThatAreMissingOrOthersAreTold() throws IOException {
    List<Effect> none = effects(RULE, "", "", "");
    assertEquals(Effect.Kind.NONE, none.getFirst().kind());
    assertEquals(List.of("postern hook mx1 --write"), none.getFirst().remedies());
    assertEquals(Effect.Kind.UNTOLD, effects(STRICT, "", lines(RULE), "").getFirst().kind());
    String renamed = lines(RULE).replace("postern-mta-peers", "filter-hosts");
    assertEquals(List.of(), effects(RULE, "", renamed, ""));
    Files.delete(file);
    List<Effect> unread = configuration(saying("", 0)).effects(new Ruleset(List.of(RULE)));
    assertEquals(Effect.Kind.UNTOLD, unread.getFirst().kind());
  }

  @Test
  void usersWhoAreNotSparedAreCutOffAtTheirPorts() throws IOException {
    for (String listen : List.of("port 587", "port submission", "smtps pki x")) {
      String before = "listen on 0.0.0.0 %s auth\n".formatted(listen);
      assertEquals(List.of(), kinds(before));
      assertEquals(
          Effect.Kind.HARM, effects(STRICT, before, lines(STRICT), "").getFirst().kind(), listen);
    }
    String users = "match auth from any for any action x\n";
    assertEquals(Effect.Kind.PART, effects(STRICT, users, lines(STRICT), "").getFirst().kind());
  }

  @Test
  void aServerThatIsOlderThanItsConfigurationIsTold() throws IOException {
    assertEquals(List.of(), kinds(""));
    Path socket = Files.createFile(folder.resolve("socket"));
    Files.setLastModifiedTime(socket, FileTime.from(Instant.EPOCH));
    assertEquals(List.of("untold"), kinds(""));
    Files.setLastModifiedTime(socket, FileTime.from(Instant.now().plusSeconds(60)));
    assertEquals(List.of(), kinds(""));
  }

  @Test
  void whatRefusesPeersOfARuleIsTold() throws IOException {
    String banned = "table banned { 192.0.2.7, 10.0.0.1 }\n";
    for (String line :
        List.of(
            "match from src <banned> for any reject\n",
            "match from src { 192.0.2.7 } reject\n",
            "filter \"f\" phase connect match src <banned> disconnect \"550 no\"\n")) {
      Files.writeString(file, banned + lines(RULE) + line);
      List<Observation.Foreign> found =
          configuration(saying("", 0)).foreign(new Ruleset(List.of(RULE)));
      assertEquals(1, found.size(), line + found);
      assertTrue(found.getFirst().toString().contains("refuses 192.0.2.7, which"), found::toString);
    }
    Files.writeString(
        file, banned + lines(RULE) + "filter \"f\" phase connect match !src <banned> bypass\n");
    assertEquals(List.of(), configuration(saying("", 0)).foreign(new Ruleset(List.of(RULE))));
  }

  /** Every other byte stays, whatever it is, and the lines come once. */
  @Test
  void theLinesComeFirstAndNothingElseChanges() throws IOException {
    CommandRunner taking = saying("configuration OK\n", 0);
    for (String his :
        List.of("", "x", "match from any\r\n\r\nfoo \\\n", "\u00e4\u00ff#no end", ACTION)) {
      Files.writeString(file, his, StandardCharsets.ISO_8859_1);
      HookLines first = configuration(taking).hook(new Ruleset(List.of(STRICT)));
      HookLines.Content content = first.parts().getFirst().file().orElseThrow();
      assertTrue(content.text().endsWith("# postern: end\n" + his), content::text);
      assertEquals(List.of("service", "opensmtpd", "restart"), first.parts().getFirst().command());
      Files.writeString(file, content.text(), StandardCharsets.ISO_8859_1);
      assertTrue(configuration(taking).hook(new Ruleset(List.of(STRICT))).isDone());
      HookLines other = configuration(taking).hook(new Ruleset(List.of(RULE)));
      assertEquals(
          "# postern: begin, by \"postern hook mx1\"\n" + lines(RULE) + "# postern: end\n" + his,
          other.parts().getFirst().file().orElseThrow().text());
    }
  }

  @Test
  void whatSmtpdWouldNotTakeIsNotWritten() throws IOException {
    Files.writeString(file, "nonsense\n");
    HookLines lines =
        configuration(saying("/dev/stdin:9: syntax error\n", 1)).hook(new Ruleset(List.of(RULE)));
    assertEquals(Optional.empty(), lines.parts().getFirst().file());
    assertEquals(List.of(), lines.parts().getFirst().command());
    assertTrue(lines.notes().getFirst().contains("syntax error"), lines::toString);
  }

  @Test
  void eachTableThatIsNamedIsReadAgain() throws IOException {
    Files.writeString(file, lines(RULE).replace("postern-mta-except", "but") + "table x file:/x\n");
    List<String> ran = new ArrayList<>();
    CommandRunner succeeding =
        (command, _, _) -> {
          ran.add(String.join(" ", command));
          return new CommandRunner.Result(0, "command succeeded\n", "");
        };
    new OpensmtpdConsumer(new SmtpdCommands(succeeding, options), options).take();
    assertEquals(
        List.of(
            "/usr/sbin/smtpctl update table postern-mta-peers",
            "/usr/sbin/smtpctl update table postern-mta-domains",
            "/usr/sbin/smtpctl update table but"),
        ran);
    assertEquals(
        new TreeSet<>(List.of("mta.peers", "mta.domains", "mta.except")),
        configuration(succeeding).named().stream()
            .collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
  }

  @Test
  void smtpctlThatRefusesIsToldAndOneWithoutAServerIsNot() throws IOException {
    Files.writeString(file, lines(RULE));
    new OpensmtpdConsumer(
            new SmtpdCommands(saying("smtpctl: smtpd doesn't seem to be running\n", 1), options),
            options)
        .take();
    for (String said : List.of("smtpctl: need root privileges", "command failed")) {
      OpensmtpdConsumer refused =
          new OpensmtpdConsumer(new SmtpdCommands(saying(said, 1), options), options);
      String why = String.valueOf(assertThrows(IOException.class, refused::take).getMessage());
      assertTrue(why.contains("smtpctl update table postern-mta-peers: " + said), why);
    }
  }

  /** The group of smtpctl is not given to it where no program may gain rights. */
  @Test
  void smtpctlIsGivenItsGroup() throws IOException {
    Path smtpctl = Files.createFile(folder.resolve("smtpctl"));
    OpensmtpdOptions here = new OpensmtpdOptions("mx1", Path.of(FOLDER), file, folder);
    List<String> last = new ArrayList<>();
    CommandRunner runner =
        (command, _, _) -> {
          last.clear();
          last.addAll(command);
          return command.getFirst().equals("setpriv")
              ? new CommandRunner.Result(0, "command succeeded\n", "")
              : new CommandRunner.Result(1, "", "smtpctl: this program must be setgid opensmtpq\n");
        };
    assertTrue(new SmtpdCommands(runner, here).update("t"));
    assertEquals(
        List.of(
            "setpriv",
            "--egid",
            String.valueOf(Files.getAttribute(smtpctl, "unix:gid")),
            "--keep-groups",
            "--",
            smtpctl.toString(),
            "update",
            "table",
            "t"),
        last);
  }
}
