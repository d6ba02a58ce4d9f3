package org.postern.command.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.daemon.status.TargetDocument;
import org.postern.host.Json;
import org.postern.host.RecordTree;
import org.postern.plan.ByHand;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.tree.ChangeDocument;

/** Programs read the documents of a run: their members keep their names and their order. */
class OutcomeDocumentTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final PlanDocument PLAN =
      new PlanDocument(
          List.of(
              new ChangeDocument.RuleAdded(
                  "smtp",
                  Optional.of("smtp: words"),
                  Optional.of(List.of("192.0.2.1")),
                  Optional.of(
                      List.of(
                          new ChangeDocument.Group(
                              "new", Optional.of(List.of("192.0.2.1")), Optional.empty())))),
              new ChangeDocument.RuleRemoved("rule removed", "pop3"),
              new ChangeDocument.RuleChanged("rule changed", "imap", List.of("port")),
              new ChangeDocument.Repair("repair", "a stray set")),
          List.of(new PlanDocument.Fading("smtp", List.of("192.0.2.2"))),
          List.of(new Observation.Foreign("filter input", "drops by policy")),
          List.of(
              new TargetDocument.Remainder(
                  "smtp", Effect.Kind.NONE, "filter input", "drops", List.of("nft"))),
          Map.of("smtp", new Observation.Counters(1, 2)),
          3);

  private static OutcomeDocument.Head head(String status) {
    return new OutcomeDocument.Head("edge", "edge", "nftables", status);
  }

  private static void assertWritten(String json, Record document) {
    assertEquals(json, Json.write(RecordTree.write(document)));
  }

  @Test
  void whatIsProvenTellsThePlanBetweenItsHeadAndItsProof() {
    assertWritten(
        """
        {"target":"edge","name":"edge","kind":"nftables","status":"applied",\
        "changes":[{"change":"rule added","rule":"smtp","describe":"smtp: words",\
        "added":["192.0.2.1"],"reasons":[{"reason":"new","added":["192.0.2.1"]}]},\
        {"change":"rule removed","rule":"pop3"},\
        {"change":"rule changed","rule":"imap","what":["port"]},\
        {"change":"repair","what":"a stray set"}],\
        "fading":[{"rule":"smtp","prefixes":["192.0.2.2"]}],\
        "foreign":[{"where":"filter input","effect":"drops by policy"}],\
        "effects":[{"rule":"smtp","effect":"none","where":"filter input","why":"drops",\
        "remedies":["nft"]}],"counters":{"smtp":{"accepted":1,"refused":2}},"fragments":3,\
        "generation":7,"proof":"exact",\
        "attested":{"digest":"d","by":"Ada","at":"2026-03-01T12:00:00Z"},\
        "omitted":[{"rule":"smtp","cause":"is not logged","refusesLess":false,"heldBy":"b"}]}\
        """,
        new OutcomeDocument.Proven(
            head("applied"),
            PLAN,
            7,
            Proof.EXACT,
            Optional.of(new ByHand.Attested("d", "Ada", NOON)),
            Optional.empty(),
            List.of(new OmissionDocument("smtp", "is not logged", false, Optional.of("b")))));
  }

  @Test
  void ofTwoPoliciesNothingTellsOfATarget() {
    OutcomeDocument.Planned planned =
        new OutcomeDocument.Planned(
            head("differs"),
            PLAN,
            Optional.empty(),
            Proof.EXACT,
            List.of(),
            new CautionsDocument(List.of(), List.of(), List.of(), List.of()),
            List.of("step"));
    assertEquals(
        "target name kind status changes fading foreign effects counters fragments proof omitted"
            + " advice objections endangered observed steps",
        String.join(" ", RecordTree.write(planned).keySet()));
    assertEquals(
        "target name kind status changes fading effects fragments omitted advice objections"
            + " endangered observed",
        String.join(" ", RecordTree.write(OutcomeDocument.Compared.of(planned)).keySet()));
  }

  @Test
  void anObjectionTellsWhatItIsAboutBetweenItsKindAndItsReason() {
    assertWritten(
        """
        {"kind":"no interface","rule":"smtp","interface":"eth0","why":"there is none",\
        "fix":"name another"}\
        """,
        new ObjectionDocument(
            "no interface",
            new ObjectionDocument.About.Card("smtp", "eth0"),
            "there is none",
            "name another"));
  }
}
