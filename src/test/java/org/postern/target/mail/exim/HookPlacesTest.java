package org.postern.target.mail.exim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.HookLines;
import org.postern.target.HookLines.Part;

class HookPlacesTest {
  private static final Ruleset RULES =
      new Ruleset(List.of(EximSystemTest.rule(new Recipients.All(), Refusal.OBSERVE, "192.0.2.1")));

  private static final String BEFORE =
      """
      acl_smtp_rcpt = acl_check_rcpt

      begin acl

        acl_check_rcpt:
          accept
          hosts = :
          accept
      """;

  @TempDir private Path root;
  @TempDir private Path told;

  @BeforeEach
  void setUp() throws IOException {
    write("etc/exim4/exim4.conf", BEFORE);
    Files.writeString(told.resolve("config"), BEFORE);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private HookLines hook(Layout layout, Ruleset ruleset) throws IOException {
    EximOptions options =
        EximOptions.of(
            new TargetBinding("exim", "mx1", Span.wholeFile(""), Map.of("layout", layout.word())));
    EximProgram program = new EximProgram(new FakeExim(told.resolve("config")), options);
    return new EximConfiguration(program, options, root).hook(ruleset);
  }

  /** Does what the lines say, as {@code --write} does. */
  private void write(HookLines lines) throws IOException {
    for (Part part : lines.parts()) {
      if (!part.done() && part.file().isPresent()) {
        HookLines.Content content = part.file().get();
        Files.createDirectories(content.path().getParent());
        Files.writeString(content.path(), content.text());
      }
    }
  }

  /** What Exim tells when the lines are in its ACL. */
  private void take(HookLines lines) throws IOException {
    String statements = lines.parts().getFirst().text();
    Files.writeString(
        told.resolve("config"),
        BEFORE.replace("acl_check_rcpt:\n", "acl_check_rcpt:\n" + statements));
  }

  private String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  @Test
  void plainLinesGoBehindTheLabelOfTheAcl() throws IOException {
    HookLines lines = hook(Layout.PLAIN, RULES);
    assertFalse(lines.isDone());
    assertEquals(
        "/etc/exim4/exim4.conf, after the line \"acl_check_rcpt:\"",
        lines.parts().getFirst().where());
    write(lines);
    String block = lines.parts().getFirst().text();
    assertEquals(
        BEFORE.replace("acl_check_rcpt:\n", "acl_check_rcpt:\n" + block),
        text("etc/exim4/exim4.conf"));
    take(lines);
    assertTrue(hook(Layout.PLAIN, RULES).isDone());
  }

  /** A rule more, a rule less: there is one block, and what is of others stays. */
  @Test
  void anotherRulesetTakesThePlaceOfTheFirst() throws IOException {
    for (Layout layout : Layout.values()) {
      write("etc/exim.acl_check_recipient.pre.conf", "# of others\n");
      HookLines one = hook(layout, RULES);
      write(one);
      List<String> first = files();
      Ruleset two =
          new Ruleset(
              List.of(
                  RULES.rules().getFirst(),
                  EximSystemTest.rule("smtp", new Recipients.All(), Refusal.DEFER)));
      HookLines more = hook(layout, two);
      assertFalse(more.isDone(), layout.word());
      write(more);
      assertFalse(files().equals(first), layout.word());
      write(hook(layout, RULES));
      assertEquals(first, files(), layout.word());
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .sorted()
          .map(
              file -> {
                try {
                  return file + "\n" + Files.readString(file);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }

  @Test
  void debianHasAFileOfOursAndAMacroThatNamesIt() throws IOException {
    for (boolean split : List.of(true, false)) {
      write("etc/exim4/update-exim4.conf.conf", "dc_use_split_config='%s'\n".formatted(split));
      write("etc/exim4/conf.d/main/01_listmacrosdefs", "exim_path = /usr/sbin/exim4\n");
      HookLines lines = hook(Layout.DEBIAN, RULES);
      assertEquals(
          List.of(
              "/etc/exim4/postern_check_rcpt",
              split ? "/etc/exim4/conf.d/main/000_postern" : "/etc/exim4/exim4.conf.localmacros"),
          lines.parts().stream().map(Part::where).toList());
      assertTrue(
          lines
              .parts()
              .getLast()
              .text()
              .contains("CHECK_RCPT_LOCAL_ACL_FILE = /etc/exim4/postern_check_rcpt\n"));
      assertEquals(List.of("service", "exim4", "reload"), lines.parts().getLast().command());
      write(lines);
      assertEquals(lines.parts().getFirst().text(), text("etc/exim4/postern_check_rcpt"));
      take(lines);
      assertTrue(hook(Layout.DEBIAN, RULES).isDone());
      Files.delete(root.resolve("etc/exim4/postern_check_rcpt"));
      Files.writeString(told.resolve("config"), BEFORE);
    }
  }

  @Test
  void debiansFileOfOthersIsBegunWithOurs() throws IOException {
    write("etc/exim4/exim4.conf.localmacros", "CHECK_RCPT_LOCAL_ACL_FILE = /etc/exim4/mine\n");
    write("etc/exim4/mine", "  deny hosts = 192.0.2.99\n");
    HookLines lines = hook(Layout.DEBIAN, RULES);
    assertEquals(1, lines.parts().size());
    write(lines);
    assertEquals(
        lines.parts().getFirst().text() + "  deny hosts = 192.0.2.99\n", text("etc/exim4/mine"));
  }

  @Test
  void cpanelHasTwoPlaces() throws IOException {
    HookLines lines = hook(Layout.CPANEL, RULES);
    assertEquals(
        "/usr/local/cpanel/etc/exim/acls/ACL_RECP_VERIFY_BLOCK/custom_begin_recp_verify",
        lines.parts().getFirst().where());
    assertEquals(List.of("/scripts/buildeximconf"), lines.parts().getFirst().command());
    assertTrue(
        lines.notes().stream().anyMatch(one -> one.contains("[% ACL_PRE_RECP_VERIFY_BLOCK %]")));
  }

  @Test
  void directadminIncludesAFile() throws IOException {
    HookLines lines = hook(Layout.DIRECTADMIN, RULES);
    assertEquals(
        Optional.of(root.resolve("etc/exim.acl_check_recipient.pre.conf")),
        lines.parts().getFirst().file().map(HookLines.Content::path));
  }

  @Test
  void withoutAnAclThereIsNoPlace() throws IOException {
    Files.writeString(
        told.resolve("config"), "acl_smtp_rcpt = ${lookup{x}lsearch{/y}}\nbegin acl\n");
    HookLines lines = hook(Layout.PLAIN, RULES);
    assertEquals(Optional.empty(), lines.parts().getFirst().file());
    assertTrue(lines.notes().getFirst().startsWith("acl_smtp_rcpt names no ACL"));
  }

  /** Debian can keep its configuration from users; then the daemon cannot tell. */
  @Test
  void aConfigurationThatCannotBeReadIsNoFailure() {
    EximOptions options =
        EximOptions.of(new TargetBinding("exim", "mx1", Span.wholeFile(""), Map.of()));
    EximProgram program = new EximProgram(new FakeExim(told.resolve("none")), options);
    List<Effect> found = new EximConfiguration(program, options, root).effects(RULES);
    assertEquals(List.of(Effect.Kind.UNTOLD), found.stream().map(Effect::kind).toList());
    assertTrue(found.getFirst().sentence().contains("cannot be read"), found::toString);
  }

  private EximConfiguration configuration(Layout layout) {
    EximOptions options =
        EximOptions.of(
            new TargetBinding("exim", "mx1", Span.wholeFile(""), Map.of("layout", layout.word())));
    return new EximConfiguration(
        new EximProgram(new FakeExim(told.resolve("config")), options), options, root);
  }

  @Test
  void whomCpanelLetsPastIsForeign() throws IOException {
    write("etc/domain_remote_mx_ips.cdb", "");
    assertEquals(List.of(), configuration(Layout.CPANEL).foreign(RULES));
    write("etc/skipsmtpcheckhosts", "192.0.2.99\n");
    assertEquals(
        List.of(root.resolve("etc/skipsmtpcheckhosts").toString()),
        configuration(Layout.CPANEL).foreign(RULES).stream()
            .map(Observation.Foreign::where)
            .toList());
    assertEquals(List.of(), configuration(Layout.CPANEL).foreign(Ruleset.empty()));
    assertEquals(List.of(), configuration(Layout.DIRECTADMIN).foreign(RULES));
  }

  @Test
  void theTokenMovesWithEveryFileOfTheConfiguration() throws IOException {
    EximConfiguration configuration = configuration(Layout.DEBIAN);
    for (String file :
        List.of(
            "etc/exim4/exim4.conf",
            "etc/exim4/postern_check_rcpt",
            "etc/exim4/conf.d/main/000_postern",
            "etc/exim.conf",
            "etc/exim.acl_check_recipient.pre.conf",
            "usr/local/cpanel/etc/exim/acls/ACL_RECP_VERIFY_BLOCK/custom_begin_recp_verify")) {
      String before = configuration.token();
      assertEquals(before, configuration.token());
      write(file, "# " + file + " is changed\n");
      assertNotEquals(before, configuration.token(), file);
    }
  }

  /** Of the time of cPanel 11.30: its lines are printed, and it is not said that they are there. */
  @Test
  void anEximThatDoesNotTellItsConfigurationHasItsLines() throws IOException {
    Files.writeString(told.resolve("config"), "config is not a known option\n");
    for (Layout layout : Layout.values()) {
      HookLines lines = hook(layout, RULES);
      assertFalse(lines.isDone());
      assertTrue(lines.parts().getFirst().text().contains("log_message = postern: mta refused\n"));
      assertTrue(lines.notes().getLast().contains("config is not a known option"));
    }
  }

  @Test
  void filesThatStatementsNameAreKnown() throws IOException {
    HookLines lines = hook(Layout.PLAIN, RULES);
    take(lines);
    EximOptions options =
        EximOptions.of(new TargetBinding("exim", "mx1", Span.wholeFile(""), Map.of()));
    EximProgram program = new EximProgram(new FakeExim(told.resolve("config")), options);
    assertEquals(
        List.of("mta.defer", "mta.hosts", "mta.observe", "mta.reject", "mta.reply", "mta.spare"),
        List.copyOf(new EximConfiguration(program, options, root).named()));
  }
}
