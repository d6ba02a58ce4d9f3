package org.postern.target.api.kerio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.HookLines;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** What a group of Kerio Connect is made to hold, and what is said where it cannot be. */
@Timeout(120)
class KerioTargetTest {
  private final StubKerio stub = new StubKerio();
  private final KerioLab lab = new KerioLab(stub);

  private List<String> ours() {
    return stub.contents().stream().filter(line -> line.startsWith("Postern|")).toList();
  }

  private void bring(Ruleset wanted) throws TargetException {
    Applied applied = lab.apply(wanted);
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    assertEquals(0, lab.left(wanted));
  }

  @Test
  void aGroupHoldsTheListAndTheServerItself() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1", "198.51.100.0/24", "203.0.113.7-203.0.113.9"));
    assertEquals(
        List.of(
            "Postern|127.0.0.0/8|Postern mx1: accepted by rule smtp|enabled",
            "Postern|192.0.2.1|Postern mx1: accepted|enabled",
            "Postern|198.51.100.0/24|Postern mx1: accepted|enabled",
            "Postern|203.0.113.7-203.0.113.9|Postern mx1: accepted|enabled"),
        ours());
    assertEquals(
        List.of("Host", "Network", "Network", "Range"),
        stub.entries().stream()
            .filter(one -> one.text("groupName").equals("Postern"))
            .map(one -> one.text("type"))
            .sorted()
            .toList());
  }

  @Test
  void whatIsMissingComesBeforeWhatGoes() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1", "192.0.2.3"));
    stub.calls().clear();
    bring(KerioLab.smtp("192.0.2.1", "192.0.2.5"));
    List<String> changing =
        stub.calls().stream().filter(call -> !call.startsWith("Session.")).toList();
    assertEquals(
        List.of(
            "IpAddressGroups.get",
            "IpAddressGroups.get",
            "IpAddressGroups.create",
            "IpAddressGroups.get",
            "IpAddressGroups.remove",
            "IpAddressGroups.get",
            "IpAddressGroups.get"),
        changing);
    assertEquals(3, stub.calls().stream().filter("Session.login"::equals).count());
    assertEquals(3, stub.calls().stream().filter("Session.logout"::equals).count());
  }

  @Test
  void aRuleThatAcceptsNoPeerKeepsTheServerItself() throws TargetException {
    bring(KerioLab.smtp());
    assertEquals(ToyWorld.set("127.0.0.0/8"), stub.lettingIn(KerioLab.GROUP));
  }

  @Test
  void aRuleThatIsGoneLeavesTheGroupOpenToAll() throws TargetException {
    bring(Ruleset.empty());
    assertEquals(List.of(), ours());
    bring(KerioLab.smtp("192.0.2.1"));
    bring(Ruleset.empty());
    assertEquals(List.of("Postern|0.0.0.0/0|Postern mx1: no rule, open to all|enabled"), ours());
  }

  @Test
  void aRuleIsOpenForAWhile() throws TargetException {
    AccessRule rule = KerioLab.rule("smtp", ToyWorld.set("192.0.2.1"));
    Instant until = Instant.parse("2026-12-01T10:00:00Z");
    Ruleset open = new Ruleset(List.of(rule.withOpenUntil(Optional.of(until))));
    bring(open);
    assertEquals(AddressSet.all(Family.IP), stub.lettingIn(KerioLab.GROUP));
    assertEquals(Optional.of(until), lab.held().orElseThrow().openUntil());
    bring(new Ruleset(List.of(rule)));
    assertEquals(ToyWorld.set("127.0.0.0/8", "192.0.2.1"), stub.lettingIn(KerioLab.GROUP));
  }

  @Test
  void entriesOfOthersStayAndAreTold() throws TargetException {
    stub.add(KerioLab.GROUP, "Host", "192.0.2.1", "", "monitoring");
    stub.add(KerioLab.GROUP, "Host", "192.0.2.9", "", "a partner");
    stub.add(KerioLab.GROUP, "Host", "nodes.example.com", "", "");
    stub.add(KerioLab.GROUP, "ChildGroup", "", "", "Local clients");
    stub.add(KerioLab.GROUP, "IpPrefix", "2001:db8::/32", "", "");
    List<String> before = stub.contents();
    bring(KerioLab.smtp("192.0.2.1"));
    assertTrue(stub.contents().containsAll(before));
    assertEquals(
        List.of(
            new Observation.Foreign(
                "IP address group Postern",
                "lets 192.0.2.9, 2001:db8::/32, nodes.example.com, of type ChildGroup past rule"
                    + " smtp, by entries of others")),
        lab.observe().foreign());
    assertTrue(
        ours().contains("Postern|192.0.2.1|Postern mx1: accepted|enabled"),
        "it is there in another form, since no two entries have one value");
    bring(Ruleset.empty());
    assertTrue(stub.contents().containsAll(before));
  }

  @Test
  void anEntryThatWasDisabledIsReplaced() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1"));
    stub.entries()
        .replaceAll(
            one -> {
              Map<String, Object> members = new LinkedHashMap<>(one.members());
              members.put("enabled", !one.value().text().equals("192.0.2.1"));
              return new StubEntry(members);
            });
    assertFalse(stub.lettingIn(KerioLab.GROUP).contains(ToyWorld.address("192.0.2.1")));
    assertTrue(lab.left(KerioLab.smtp("192.0.2.1")) > 0);
    bring(KerioLab.smtp("192.0.2.1"));
    assertEquals(2, ours().size());
  }

  @Test
  void anEntryWithAnotherDescriptionIsOneOfOthers() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1"));
    stub.entries()
        .replaceAll(
            one -> {
              Map<String, Object> members = new LinkedHashMap<>(one.members());
              if (one.value().text().equals("192.0.2.1")) {
                members.put("description", "Postern mx1: accepted, says Kim");
              }
              return new StubEntry(members);
            });
    bring(KerioLab.smtp("192.0.2.1"));
    assertEquals(3, ours().size());
  }

  @Test
  void aLargeListIsReadAndWrittenInParts() throws TargetException {
    AddressSet.Builder peers = AddressSet.builder();
    IntStream.range(0, 2_400)
        .forEach(i -> peers.add(ToyWorld.address("10.%d.%d.1".formatted(i / 200, i % 200 + 1))));
    Ruleset many = new Ruleset(List.of(KerioLab.rule("smtp", peers.build())));
    bring(many);
    assertEquals(11, stub.calls().stream().filter("IpAddressGroups.create"::equals).count());
    assertEquals(2_401, ours().size());
    stub.largestPage(100);
    bring(KerioLab.smtp("10.0.1.1"));
    assertEquals(2, ours().size());
  }

  /** What is written there is of others, and reaches a terminal. */
  @Test
  void textOfOthersIsMadeVisible() throws TargetException {
    stub.add(KerioLab.GROUP, "Host", "a\u001b[31m\u202eb", "", "\u0007");
    bring(KerioLab.smtp("192.0.2.1"));
    String told = lab.observe().foreign().toString();
    assertTrue(told.contains("\\x1B[31m\\u{202E}b"), told);
  }

  @Test
  void aPartThatIsRefusedKeepsWhatWasThere() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1"));
    stub.faults(
        new Faults() {
          @Override
          public boolean refusesPart(String method) {
            return method.equals("IpAddressGroups.create");
          }
        });
    Applied applied = lab.apply(KerioLab.smtp("192.0.2.5", "192.0.2.7"));
    assertEquals(new Applied.Partial(0, "2 of 2 were not taken: Internal error."), applied);
    assertTrue(stub.lettingIn(KerioLab.GROUP).contains(ToyWorld.address("192.0.2.1")));
  }

  @Test
  void whatIsNotRemovedIsSaid() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1"));
    stub.faults(
        new Faults() {
          @Override
          public boolean refusesPart(String method) {
            return method.equals("IpAddressGroups.remove");
          }
        });
    Applied applied = lab.apply(KerioLab.smtp("192.0.2.5"));
    assertEquals(new Applied.Partial(1, "1 of 1 was not removed: Internal error."), applied);
  }

  /** Another takes out, between two of our calls, what the first of them has made. */
  @Test
  void twoWritersAtOnceCloseNobodyOut() throws TargetException {
    bring(KerioLab.smtp("9.9.9.0/24"));
    AtomicInteger creations = new AtomicInteger();
    stub.betweenCalls(
        () -> {
          if (creations.getAndIncrement() == 1) {
            stub.entries().removeIf(one -> one.value().text().equals("9.9.9.0/25"));
          }
        });
    AddressSet.Builder many = AddressSet.builder().add(ToyWorld.set("9.9.9.0/25"));
    IntStream.range(0, 400)
        .forEach(i -> many.add(ToyWorld.address("10.%d.%d.1".formatted(i / 200, i % 200))));
    Applied applied = lab.apply(new Ruleset(List.of(KerioLab.rule("smtp", many.build()))));
    assertInstanceOf(Applied.Partial.class, applied);
    assertTrue(applied.toString().contains("1 of 401 was not taken"), applied::toString);
    assertTrue(
        stub.lettingIn(KerioLab.GROUP).containsAll(ToyWorld.set("9.9.9.0/25", "127.0.0.0/8")));
    bring(new Ruleset(List.of(KerioLab.rule("smtp", many.build()))));
  }

  @Test
  void nothingIsRemovedWithoutWhichAKeptPeerIsOutside() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1", "192.0.2.3"));
    Target target = lab.target();
    Observation seen = target.observe();
    Set<String> ids = new TreeSet<>();
    stub.entries().stream()
        .filter(one -> one.value().text().equals("192.0.2.1"))
        .forEach(one -> ids.add(one.text("id")));
    Artifact artifact =
        new Artifact(
            seen.precondition(),
            List.of(),
            List.of(new KerioStep.Remove(ids, ToyWorld.set("192.0.2.1"))),
            seen);
    assertEquals(
        new Applied.Partial(0, "others have taken entries out: nothing more is removed"),
        target.apply(artifact));
    assertTrue(stub.lettingIn(KerioLab.GROUP).contains(ToyWorld.address("192.0.2.1")));
  }

  @Test
  void anEntryThatBecameOneOfOthersIsNotRemoved() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1", "192.0.2.3"));
    Target target = lab.target();
    Artifact artifact = target.compile(Plan.between(target.observe(), KerioLab.smtp("192.0.2.3")));
    stub.add(KerioLab.GROUP, "Host", "192.0.2.77", "", "added since");
    List<String> before = stub.contents();
    Applied applied = target.apply(artifact);
    assertTrue(assertInstanceOf(Applied.Unchanged.class, applied).moved());
    assertEquals(before, stub.contents());
  }

  @Test
  void aServiceThatDoesNotAskTheGroupIsSaid() throws TargetException {
    Ruleset wanted = KerioLab.smtp("192.0.2.1");
    bring(wanted);
    stub.serviceGroups().put("SMTP", "Partners");
    Effect none = effects(wanted).getFirst();
    assertEquals(
        "rule smtp has no effect: service SMTP does not ask group Postern", none.sentence());
    assertEquals(List.of("postern hook mx1"), none.remedies());
    assertFalse(hook(wanted).isDone());
    stub.serviceGroups().put("SMTP", KerioLab.GROUP);
    assertEquals(List.of(), effects(wanted));
    assertTrue(hook(wanted).isDone());
    stub.serviceGroups().clear();
    assertEquals(Effect.Kind.UNTOLD, effects(wanted).getFirst().kind());
  }

  private List<Effect> effects(Ruleset ruleset) throws TargetException {
    return lab.target().facets().effects().orElseThrow().of(ruleset);
  }

  private HookLines hook(Ruleset ruleset) throws TargetException {
    return lab.target().facets().hook().orElseThrow().of(ruleset);
  }

  @Test
  void noStepTellsTheSecret() throws TargetException {
    Target target = lab.target();
    Artifact artifact = target.compile(Plan.between(target.observe(), KerioLab.smtp("192.0.2.1")));
    for (Artifact.Step step : artifact.steps()) {
      assertFalse(step.text().contains(StubKerio.PASSWORD), step.text());
      assertTrue(step.text().codePoints().allMatch(one -> one < 0x7f), step.text());
    }
    assertTrue(artifact.steps().getFirst().text().contains("IpAddressGroups.create"));
  }
}
