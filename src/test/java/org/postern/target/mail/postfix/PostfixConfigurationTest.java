package org.postern.target.mail.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.HookLines;
import org.postern.target.mail.MailBench;

/** What main.cf and master.cf make of our maps. */
class PostfixConfigurationTest {
  private static final String OURS = "check_client_access cidr:/srv/pf/mta.cidr";
  private static final String SPARING = "permit_sasl_authenticated, " + OURS;

  @TempDir private Path tables;

  private static AccessRule rule(boolean spares) {
    return MailBench.rule(
        "mta",
        new Scope.Mail(new Recipients.All(), Optional.empty(), spares, ""),
        Refusal.REJECT,
        "192.0.2.1",
        "10.1.0.0/16");
  }

  private static AccessRule someDomains() {
    Recipients domains =
        new Recipients.Domains(new TreeSet<>(Set.of("example.com")), false, new TreeSet<>());
    return MailBench.rule(
        "in-ner", new Scope.Mail(domains, Optional.empty(), true, ""), Refusal.DEFER, "192.0.2.1");
  }

  private static PostfixConfiguration of(FakePostfix postfix) {
    PostfixOptions options = FakePostfix.options(Path.of("/srv/pf"));
    return new PostfixConfiguration(new PostfixCommands(postfix, options), options);
  }

  private static List<Effect> effects(FakePostfix postfix, AccessRule rule) throws IOException {
    return of(postfix).effects(new Ruleset(List.of(rule)));
  }

  private static Effect only(FakePostfix postfix, AccessRule rule) throws IOException {
    List<Effect> found = effects(postfix, rule);
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  private static FakePostfix clients(String restrictions) {
    return new FakePostfix().with("smtpd_client_restrictions", restrictions);
  }

  @Test
  void aLineThatIsInItsPlaceHasItsEffect() throws IOException {
    assertEquals(List.of(), effects(clients(SPARING), rule(true)));
    assertEquals(List.of(), effects(clients(SPARING + ", permit_mynetworks"), rule(true)));
    assertEquals(List.of(), effects(clients(OURS), rule(false)));
    assertEquals(List.of(), effects(clients("reject_rbl_client x.test, " + SPARING), rule(true)));
  }

  @Test
  void aLineThatIsMissingLeavesNothing() throws IOException {
    Effect effect = only(clients("permit_mynetworks"), rule(true));
    assertTrue(effect.isNone());
    assertEquals(List.of("postern hook postfix"), effect.remedies());
    assertTrue(only(clients("check_client_access cidr:/srv/other/mta.cidr"), rule(true)).isNone());
  }

  /** Names are looked at by another line, which stands in the place of the one for addresses. */
  @Test
  void aRuleThatAcceptsByNameHasALineForBoth() throws IOException {
    AccessRule named = rule(true).withNames(new TreeSet<>(Set.of("filter.example")));
    String both = "check_client_access unionmap:{regexp:/srv/pf/mta.names,cidr:/srv/pf/mta.cidr}";
    FakePostfix sound =
        clients("permit_sasl_authenticated, " + both).with("smtpd_peername_lookup", "yes");
    assertEquals(List.of(), effects(sound, named));
    assertEquals(List.of(), effects(sound, rule(true)), "names that are gone do no harm");
    Effect blind = only(sound.with("smtpd_peername_lookup", "no"), named);
    assertEquals(Effect.Kind.PART, blind.kind());
    assertEquals(List.of("postconf -e smtpd_peername_lookup=yes"), blind.remedies());
    FakePostfix before = clients(SPARING + ", reject_x").with("smtpd_peername_lookup", "yes");
    Effect unnamed = only(before, named);
    assertEquals(Effect.Kind.PART, unnamed.kind());
    assertTrue(unnamed.why().contains("unionmap:{"), unnamed::toString);
    HookLines.Part part = of(before).hook(new Ruleset(List.of(named))).parts().getFirst();
    assertEquals(
        "smtpd_client_restrictions = permit_sasl_authenticated, %s, reject_x\n".formatted(both),
        part.text());
  }

  @Test
  void whatPermitsEverythingBeforeVoidsIt() throws IOException {
    for (String before :
        List.of("permit", "permit_auth_destination", "check_client_access static:OK")) {
      Effect effect = only(clients(before + ", " + SPARING), rule(true));
      assertTrue(effect.isNone(), effect::toString);
    }
    assertTrue(
        only(clients("permit_sasl_authenticated, warn_if_reject " + OURS), rule(true)).isNone());
    assertEquals(
        List.of(), effects(clients("check_client_access static:REJECT, " + SPARING), rule(true)));
  }

  @Test
  void aTableOfOthersBeforeTellsForWhomItPermits() throws IOException {
    Path table = tables.resolve("access");
    String before = "check_client_access hash:%s, %s".formatted(table, SPARING);
    Files.writeString(table, "# OK\nantispamcloud.com OK\n10.0 REJECT\n");
    Effect some = only(clients(before), rule(true));
    assertEquals(Effect.Kind.PART, some.kind());
    assertTrue(some.sentence().contains("antispamcloud.com"), some::sentence);
    Files.writeString(table, "0.0.0.0/0 permit\n");
    assertTrue(only(clients(before), rule(true)).isNone());
    Files.writeString(table, "192.0.2.1 DUNNO\n192.0.2.2 REJECT OK then\n");
    assertEquals(List.of(), effects(clients(before), rule(true)));
    Files.delete(table);
    assertEquals(Effect.Kind.UNTOLD, only(clients(before), rule(true)).kind());
  }

  @Test
  void networksThatTheRuleDoesNotAcceptAreNamed() throws IOException {
    FakePostfix wide =
        clients("permit_mynetworks, " + SPARING)
            .with("mynetworks", "127.0.0.0/8 [::1]/128 [::ffff:127.0.0.0]/104 10.0.0.0/8 hash:/x");
    List<Effect> found = effects(wide, rule(true));
    assertEquals(2, found.size(), found::toString);
    assertEquals(Effect.Kind.PART, found.getFirst().kind());
    assertTrue(found.getFirst().sentence().contains("10.0.0.0/16"), found::toString);
    assertTrue(found.getLast().sentence().contains("hash:/x"), found::toString);
    FakePostfix accepted =
        clients("permit_mynetworks, " + SPARING).with("mynetworks", "127.0.0.0/8 10.1.2.0/24");
    assertEquals(List.of(), effects(accepted, rule(true)));
  }

  @Test
  void usersWhoWouldBeRefusedAreHarm() throws IOException {
    FakePostfix early =
        clients(SPARING).with("smtpd_sasl_auth_enable", "yes").with("smtpd_delay_reject", "no");
    Effect effect = only(early, rule(true));
    assertTrue(effect.isHarm(), effect::toString);
    assertEquals(List.of("postconf -e smtpd_delay_reject=yes"), effect.remedies());
    early.with("smtpd_delay_reject", "yes");
    assertEquals(List.of(), effects(early, rule(true)));
    early.with("smtpd_client_restrictions", OURS);
    assertTrue(only(early, rule(true)).isHarm());
    assertEquals(List.of(), effects(early, rule(false)), "the policy spares no user");
  }

  @Test
  void sparingUsersWhomThePolicyDoesNotIsToldOf() throws IOException {
    assertEquals(Effect.Kind.PART, only(clients(SPARING), rule(false)).kind());
  }

  @Test
  void aServiceForUsersThatInheritsOursIsToldOf() throws IOException {
    String submission = "submission inet  n       -       y       -       -       smtpd";
    FakePostfix sasl = clients(SPARING).service(submission, "smtpd_sasl_auth_enable=yes");
    sasl.with("smtpd_delay_reject", "yes");
    assertEquals(Effect.Kind.PART, only(sasl, rule(true)).kind());
    FakePostfix none = clients(OURS).service(submission, "smtpd_sasl_auth_enable=yes");
    assertTrue(only(none, rule(false)).isHarm());
    FakePostfix own =
        clients(SPARING)
            .service(submission, "smtpd_client_restrictions=permit_sasl_authenticated,reject");
    assertEquals(List.of(), effects(own, rule(true)));
  }

  @Test
  void aServiceAtPort25ThatHasItsOwnRestrictionsIsWithoutOurs() throws IOException {
    FakePostfix own =
        clients(SPARING)
            .withoutServices()
            .service("192.0.2.9:25 inet  n  -  y  -  -  smtpd", "smtpd_client_restrictions=permit");
    assertTrue(only(own, rule(true)).isNone());
    assertTrue(only(clients(SPARING).withoutServices(), rule(true)).isNone());
    FakePostfix screened =
        clients(SPARING)
            .withoutServices()
            .service("smtp inet  n  -  y  -  1  postscreen")
            .service("smtpd pass  -  -  y  -  -  smtpd");
    assertEquals(List.of(), effects(screened, rule(true)));
  }

  @Test
  void rejectionsThatAreMadeTemporaryAreToldOf() throws IOException {
    assertEquals(
        Effect.Kind.PART, only(clients(SPARING).with("soft_bounce", "yes"), rule(true)).kind());
  }

  @Test
  void aRuleForSomeDomainsNeedsItsClass() throws IOException {
    FakePostfix postfix =
        new FakePostfix()
            .with(
                "smtpd_recipient_restrictions",
                "check_recipient_access regexp:/srv/pf/recipients.regexp");
    assertTrue(only(postfix, someDomains()).isNone());
    postfix
        .with("smtpd_restriction_classes", "postern_in_ner")
        .with(
            "postern_in_ner",
            "permit_sasl_authenticated, check_client_access cidr:/srv/pf/in-ner.cidr");
    assertEquals(List.of(), effects(postfix, someDomains()));
  }

  @Test
  void theLinesArePutFirstAndTheRestIsKept() throws IOException {
    FakePostfix postfix =
        clients("permit_mynetworks, reject_rbl_client zen.test").with("mynetworks", "10.0.0.0/15");
    HookLines lines = of(postfix).hook(new Ruleset(List.of(rule(true))));
    assertEquals(
        "smtpd_client_restrictions = "
            + SPARING
            + ", permit_mynetworks, reject_rbl_client zen.test\n",
        lines.parts().getFirst().text());
    assertFalse(lines.isDone());
    assertEquals(2, lines.notes().size(), () -> lines.notes().toString());
    HookLines again =
        of(clients(SPARING + ", permit_mynetworks")).hook(new Ruleset(List.of(rule(true))));
    assertTrue(again.isDone(), again::toString);
    HookLines moved =
        of(clients("permit_mynetworks, " + SPARING)).hook(new Ruleset(List.of(rule(true))));
    assertEquals(
        "smtpd_client_restrictions = "
            + SPARING
            + ", permit_mynetworks, permit_sasl_authenticated\n",
        moved.parts().getFirst().text());
  }

  @Test
  void theLinesOfDomainsHaveAClassForEachRule() throws IOException {
    HookLines lines =
        of(new FakePostfix().with("smtpd_restriction_classes", "greylist"))
            .hook(new Ruleset(List.of(someDomains())));
    assertEquals(
        List.of(
            "postern_in_ner = permit_sasl_authenticated, check_client_access"
                + " cidr:/srv/pf/in-ner.cidr\n",
            "smtpd_restriction_classes = postern_in_ner, greylist\n",
            "smtpd_recipient_restrictions = check_recipient_access"
                + " regexp:/srv/pf/recipients.regexp\n"),
        lines.parts().stream().map(HookLines.Part::text).toList());
    assertEquals("-e", lines.parts().getFirst().command().get(3));
  }

  @Test
  void theFilesThatMainCfNamesAreKnown() throws IOException {
    assertEquals(Set.of("mta.cidr"), of(clients(SPARING)).named());
    assertEquals(Set.of(), of(clients("permit")).named());
  }
}
