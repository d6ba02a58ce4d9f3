package org.postern.target.api.smartermail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** What a server may answer, and what becomes of it. */
class AnswersTest {
  private final ModelledServer server = new ModelledServer();
  private final Target target = target("ranges");

  private Target target(String form) {
    SmarterMailBench bench = new SmarterMailBench(server, form);
    return bench.kind().open(bench.binding(), bench.secrets());
  }

  private static Ruleset mta(String... peers) {
    return new Ruleset(List.of(SmarterMailProjection.meaning("mta", ToyWorld.set(peers))));
  }

  private Applied bring(Target to, Ruleset wanted) throws TargetException {
    return to.apply(to.compile(Plan.between(to.observe(), wanted)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "<html>",
        "{\"success\": \"yes\"}",
        "{\"success\": true}",
        "{\"success\": true, \"accessToken\": \"a b\\r\\nX: y\"}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 0}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": -1, \"ipAccessList\": []}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 1e9, \"ipAccessList\": []}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 300000, \"ipAccessList\": []}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 1, \"ipAccessList\": [7]}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 1, \"ipAccessList\": [{}]}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 1,"
            + " \"ipAccessList\": [{\"ip\": \"192.0.2.1\", \"smtp\": 1}]}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 1,"
            + " \"ipAccessList\": [{\"ip\": null}]}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 0,"
            + " \"ipAccessList\": [{\"ip\": \"192.0.2.1\"}]}",
        "{\"success\": true, \"accessToken\": \"a\", \"totalCount\": 5, \"ipAccessList\": []}",
      })
  void nonsenseIsNeverAnEmptyList(String answer) throws TargetException {
    assertInstanceOf(Applied.Done.class, bring(target, mta("192.0.2.1")));
    List<String> before = server.contents();
    server.nonsense = answer;
    TargetException e = assertThrows(TargetException.class, target::observe);
    assertTrue(
        List.of(TargetException.Kind.UNAVAILABLE, TargetException.Kind.TEMPORARY)
            .contains(e.kind()),
        e::sentence);
    server.nonsense = "";
    assertEquals(before, server.contents());
  }

  @Test
  void entriesOfOursThatRefuseNothingAreSeenAndMended() throws TargetException {
    bring(target, mta("192.0.2.1"));
    server.put("128.0.0.0-192.0.2.0", 1, "Postern sm: rule mta", "Pop");
    server.put("this is none", 1, "Postern sm: rule mta", "Smtp");
    server.put("2001:db8::1", 1, "Postern sm: rule mta", "Smtp");
    Observation seen = target.observe();
    assertEquals(3, seen.anomalies().size(), seen.anomalies()::toString);
    assertInstanceOf(Applied.Done.class, bring(target, mta("192.0.2.1")));
    assertEquals(List.of(), target.observe().anomalies());
    assertEquals(ToyWorld.set("192.0.2.1"), peers());
  }

  private AddressSet peers() throws TargetException {
    return target.observe().owned().rules().getFirst().peers().asSet();
  }

  /** A manual's ranges leave a hole and refuse inner hosts: both are told. */
  @Test
  void whatOthersHaveListedAgainstTheRuleIsTold() throws TargetException {
    server.put("1.1.1.1-10.1.1.3", 1, "of the manual", "Smtp");
    server.put("198.51.100.0/24", 0, "partners", "Smtp");
    List<String> notes =
        target.compile(Plan.between(target.observe(), mta("10.1.1.2", "10.1.1.4"))).notes();
    assertTrue(notes.get(1).contains("refuses 1.1.1.1-10.1.1.3"), notes::toString);
    assertEquals(3, notes.size(), notes::toString);
    bring(target, mta("10.1.1.2", "10.1.1.4"));
    List<Observation.Foreign> foreign = target.observe().foreign();
    assertEquals(2, foreign.size(), foreign::toString);
    assertTrue(foreign.getFirst().effect().contains("1.1.1.1-10.1.1.3"), foreign::toString);
    assertTrue(foreign.getLast().where().contains("whitelist"), foreign::toString);
    for (int i = 0; i < 20; i++) {
      server.put("198.51.101." + i, 0, "partners", "Smtp");
    }
    foreign = target.observe().foreign();
    assertEquals(6, foreign.size(), foreign::toString);
    assertTrue(foreign.getLast().effect().contains("17 more"), foreign::toString);
  }

  /** The server deletes by the text alone: what is on the whitelist too is not deleted. */
  @Test
  void anEntryThatOthersHaveTooIsNotDeleted() throws TargetException {
    bring(target, mta("192.0.2.1"));
    server.alsoWhite = "128.0.0.0-192.0.2.0";
    List<String> before = server.contents();
    TargetException e = assertThrows(TargetException.class, () -> bring(target, Ruleset.empty()));
    assertTrue(e.sentence().contains("by the address alone"), e::sentence);
    assertEquals(before, server.contents());
  }

  @Test
  void aServerThatSpellsRangesInItsOwnWayIsUnderstood() throws TargetException {
    server.spelling = text -> text.replace("-", " - ");
    assertInstanceOf(Applied.Done.class, bring(target, mta("192.0.2.1")));
    assertInstanceOf(Applied.Done.class, bring(target, mta("192.0.2.3")));
    assertEquals(ToyWorld.set("192.0.2.3"), peers());
    bring(target, Ruleset.empty());
    assertEquals(List.of(), server.contents());
  }

  /** An entry of others is never written over, in whatever way the server spells it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"128.0.0.0-192.0.2.0", "128.0.0.0 - 192.0.2.0", "192.0.2.2", "192.0.2.2/32"})
  void entriesOfOthersThatNameTheSameStay(String text) throws TargetException {
    server.put(text, 1, "of the manual", "Pop");
    String before = server.contents().getFirst();
    assertInstanceOf(Applied.Done.class, bring(target, mta("192.0.2.1", "192.0.2.3")));
    assertEquals(ToyWorld.set("192.0.2.1", "192.0.2.3"), peers());
    assertTrue(server.contents().contains(before), server.contents()::toString);
    assertInstanceOf(Applied.Done.class, bring(target, mta("192.0.2.1")));
    assertInstanceOf(Applied.Done.class, bring(target, Ruleset.empty()));
    assertEquals(List.of(before), server.contents());
  }

  /** Where ranges are taken and not held, no range of before goes. */
  @Test
  void aServerThatTakesNoRangesIsToldSoAndPrefixesAreTheWayOut() throws TargetException {
    bring(target, mta("192.0.2.1"));
    server.spelling = text -> text.replaceFirst("-.*", "");
    Applied.Partial partial =
        assertInstanceOf(Applied.Partial.class, bring(target, mta("192.0.2.3")));
    assertTrue(partial.why().contains("form: prefixes"), partial::why);
    assertTrue(server.journal().stream().noneMatch(line -> line.startsWith("delete")));
    Target prefixes = target("prefixes");
    assertInstanceOf(Applied.Done.class, bring(prefixes, mta("192.0.2.3")));
    assertEquals(ToyWorld.set("192.0.2.3"), peers());
  }

  @Test
  void aTokenIsRenewedOnceForACallAndThenItIsARightThatIsMissing() throws TargetException {
    bring(target, mta("192.0.2.1"));
    long logins = server.journal().stream().filter("login"::equals).count();
    assertEquals(2, logins, "one for each look and apply");
    server.after = _ -> server.forgetTokens();
    TargetException e = assertThrows(TargetException.class, target::observe);
    assertEquals(TargetException.Kind.PERMISSION, e.kind());
    assertTrue(e.sentence().contains("system administrator"), e::sentence);
    assertFalse(e.sentence().contains(ModelledServer.PASSWORD));
  }

  @Test
  void whatTheServerSaysIsShownInOneLineOfPlainText() {
    server.refusing = path -> path.contains("ip-access");
    server.message = "no\u001b[31m\n" + "x".repeat(10_000);
    TargetException e = assertThrows(TargetException.class, target::observe);
    assertTrue(e.sentence().chars().allMatch(one -> one >= ' ' && one != 0x7F), e::sentence);
    assertTrue(e.sentence().length() < 1_000, () -> "length " + e.sentence().length());
  }

  /** A server that repeats a token tells no reader of a message how to go on with it. */
  @Test
  void aTokenIsInNoMessage() {
    server.refusing = path -> path.contains("ip-access");
    server.message = "no right for access.1, nor for refresh.1";
    TargetException e = assertThrows(TargetException.class, target::observe);
    assertTrue(e.sentence().contains("no right for (token), nor for (token)"), e::sentence);
  }

  @Test
  void anEmptyListIsNeverCompiled() throws TargetException {
    Plan plan = Plan.between(target.observe(), mta("2001:db8::1"));
    assertThrows(IllegalArgumentException.class, () -> target.compile(plan));
  }
}
