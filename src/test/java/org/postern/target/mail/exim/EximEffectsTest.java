package org.postern.target.mail.exim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;

class EximEffectsTest {
  private static final EximOptions OPTIONS =
      EximOptions.of(new TargetBinding("exim", "mx1", Span.wholeFile(""), Map.of()));

  private static final AccessRule RULE =
      EximSystemTest.rule(new Recipients.All(), Refusal.DEFER, "192.0.2.0/28");

  private static final String OURS = new Fragment(OPTIONS).text(new Ruleset(List.of(RULE)));

  private static final String HEAD =
      """
      hostlist relay_from_hosts = <; 127.0.0.1 ; ::1 ; 192.0.2.7 ; 10.0.0.0/8
      hostlist loop = +loop
      acl_smtp_rcpt = acl_check_rcpt
      begin acl
        acl_check_rcpt:
      """;

  private static List<Effect> effects(AccessRule rule, String acl) {
    return new EximEffects(OPTIONS, AclText.read(HEAD + acl + "\nbegin routers\n"), rule).find();
  }

  private static List<String> kinds(String before) {
    return effects(RULE, before + OURS + "    accept\n").stream()
        .map(one -> one.kind().text())
        .toList();
  }

  @Test
  void theStatementsAtTheBeginningHaveTheirEffect() {
    assertEquals(List.of(), kinds(""));
    assertEquals(
        List.of(), kinds("    accept\n    hosts = :\n    control = dkim_disable_verify\n"));
    assertEquals(List.of(), kinds("    deny\n    hosts = 192.0.2.9\n    message = accept me\n"));
    assertEquals(List.of(), kinds("    accept\n    authenticated = *\n"));
    assertEquals(List.of(), kinds("    accept\n    hosts = 127.0.0.1 : ::::1 : 192.0.2.7\n"));
    assertEquals(List.of(), kinds("    require\n    message = no\n    domains = +local\n"));
  }

  @Test
  void whatDecidesBeforeThemIsTold() {
    assertEquals(List.of("none"), kinds("    accept\n"));
    assertEquals(List.of("none"), kinds("    accept\n    control = no_enforce_sync\n"));
    assertEquals(List.of("part"), kinds("    accept\n    local_parts = postmaster\n"));
    assertEquals(List.of("part"), kinds("    accept hosts = +relay_from_hosts\n"));
    assertEquals(List.of("part"), kinds("    accept hosts = +unknown\n"));
    assertEquals(List.of("part"), kinds("    accept hosts = +loop\n"));
    assertEquals(
        List.of("part"), kinds("    accept hosts = net-iplsearch;/etc/skipsmtpcheckhosts\n"));
    assertEquals(List.of("part"), kinds("    accept\n    hosts = ${if exists{/x}{/x}{}}\n"));
    assertEquals(List.of("untold"), kinds("    require\n    verify = recipient\n"));
    assertEquals(List.of("untold"), kinds("    require verify = recipient/callout\n"));
  }

  @Test
  void whomANamedListLetsPastIsSaid() {
    List<Effect> found = effects(RULE, "    accept hosts = +relay_from_hosts\n" + OURS);
    assertTrue(found.getFirst().why().endsWith("lets past 10.0.0.0/8"), found::toString);
  }

  /** While no name server answers, Exim would refuse mail for now of a rule that only observes. */
  @Test
  void aRuleThatObservesByNameNeedsAStatementOfItsOwn() {
    AccessRule deferring = RULE.withNames(new TreeSet<>(List.of("filter.example")));
    AccessRule observing = deferring.withOtherwise(Refusal.OBSERVE);
    String lenient = new Fragment(OPTIONS).text(new Ruleset(List.of(observing)));
    assertTrue(lenient.contains("+ignore_defer : "), lenient);
    assertEquals(List.of(), effects(deferring, OURS + "    accept\n"));
    assertEquals(List.of(), effects(deferring, lenient + "    accept\n"));
    assertEquals(List.of(), effects(observing, lenient + "    accept\n"));
    assertEquals(List.of(), effects(RULE, lenient + "    accept\n"), "names that are gone");
    assertEquals(Effect.Kind.UNTOLD, effects(observing, OURS + "    accept\n").getFirst().kind());
  }

  @Test
  void statementsThatAreMissingOrOthersAreTold() {
    List<Effect> none = effects(RULE, "    accept\n");
    assertEquals(Effect.Kind.NONE, none.getFirst().kind());
    assertEquals(List.of("postern hook mx1"), none.getFirst().remedies());
    String edited = OURS.replace(": 127.0.0.0/8 ", "");
    assertEquals(Effect.Kind.UNTOLD, effects(RULE, edited).getFirst().kind());
    List<Effect> elsewhere = effects(RULE, "    accept\n  acl_other:\n" + OURS);
    assertEquals(Effect.Kind.UNTOLD, elsewhere.getFirst().kind());
    assertTrue(elsewhere.getFirst().where().contains("acl_other"), elsewhere::toString);
  }

  @Test
  void anAclThatIsNotNamedIsTold() {
    for (String set : List.of("", "acl_smtp_rcpt = ${x}\n", "acl_smtp_rcpt = acl_gone\n")) {
      AclText text = AclText.read(set + "begin acl\n  a:\n" + OURS);
      List<Effect> found = new EximEffects(OPTIONS, text, RULE).find();
      assertEquals(
          set.isEmpty() ? Effect.Kind.NONE : Effect.Kind.UNTOLD, found.getFirst().kind(), set);
    }
  }

  @Test
  void usersWhoAreNotSparedAreLetPastByAnAcceptOfOthers() {
    AccessRule strict =
        RULE.withScope(new Scope.Mail(new Recipients.All(), Optional.empty(), false, ""));
    String acl = "    accept authenticated = *\n" + OURS;
    assertEquals(List.of(), effects(RULE, acl));
    assertEquals(Effect.Kind.PART, effects(strict, acl).getFirst().kind());
  }

  /** There is one ACL for all ports: whom it does not spare it cuts off where users come in. */
  @Test
  void usersWhoAreNotSparedAreCutOffAtTheirPorts() {
    AccessRule strict =
        RULE.withScope(new Scope.Mail(new Recipients.All(), Optional.empty(), false, ""));
    for (String ports : List.of("25 : 587", "smtp : submission", "<; 25 ; 465")) {
      AclText text = AclText.read("daemon_smtp_ports = " + ports + "\n" + HEAD + OURS);
      assertEquals(
          List.of(Effect.Kind.HARM),
          new EximEffects(OPTIONS, text, strict).find().stream().map(Effect::kind).toList());
      assertEquals(List.of(), new EximEffects(OPTIONS, text, RULE).find());
      AccessRule observed = strict.withOtherwise(Refusal.OBSERVE);
      assertEquals(List.of(), new EximEffects(OPTIONS, text, observed).find());
    }
    assertEquals(List.of(), effects(strict, OURS));
  }

  /** A verdict that changes needs no other statement, nor whether users are spared. */
  @Test
  void theStatementsAreTheSameForAllVerdicts() {
    for (Refusal verdict : Refusal.ofMail()) {
      AccessRule other = EximSystemTest.rule(EximSystemTest.HOSTED, verdict, "192.0.2.1");
      assertEquals(OURS, new Fragment(OPTIONS).text(new Ruleset(List.of(other))));
    }
  }
}
