package org.postern.command.outcome;

import java.util.List;
import java.util.Optional;
import org.postern.daemon.status.TargetDocument;
import org.postern.host.RecordTree.Inline;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.ByHand;
import org.postern.plan.Proof;
import org.postern.plan.Reasoned;
import org.postern.plan.tree.ChangeDocument;

/** The outcome of a run for one target, as a document for programs. */
public sealed interface OutcomeDocument {
  /**
   * The outcomes of all targets of a run.
   *
   * @param changed whether any of them holds something else than before
   */
  record Run(boolean changed, List<OutcomeDocument> targets) {}

  /**
   * The members with which every outcome begins.
   *
   * @param target the name of the target
   * @param name the name of the target again, under the member that other documents use
   * @param kind the kind of system
   * @param status how it ended, in words
   */
  record Head(String target, String name, String kind, String status) {
    static Head of(Prepared prepared, String target, String status) {
      return new Head(target, target, prepared.kind(target), status);
    }
  }

  /**
   * The target cannot be used.
   *
   * @param remedy what to do about it; may be empty
   */
  record Unavailable(@Inline Head head, String why, String remedy) implements OutcomeDocument {
    static Unavailable of(Outcome.Unavailable one) {
      return new Unavailable(
          Head.of(one.prepared(), one.target(), "unavailable"), one.why(), one.remedy());
    }
  }

  /** A safeguard objects, so nothing was changed. */
  record Objected(
      @Inline Head head,
      @Inline PlanDocument plan,
      List<ObjectionDocument> objections,
      List<OmissionDocument> omitted)
      implements OutcomeDocument {
    static Objected of(
        Outcome.Objected one, List<ObjectionDocument> objections, Reasoned reasoned) {
      return new Objected(
          Head.of(one.prepared(), one.target(), "objected"),
          PlanDocument.of(one.plan(), reasoned),
          objections,
          OmissionReport.documents(one.prepared()));
    }
  }

  /**
   * A difference that was not applied.
   *
   * @param recipients the domains that join or leave rules of mail; empty where none does
   * @param proof how it is known what the target holds
   * @param steps the titles of the steps that would be applied
   */
  record Planned(
      @Inline Head head,
      @Inline PlanDocument plan,
      Optional<List<RecipientsDocument>> recipients,
      Proof proof,
      List<OmissionDocument> omitted,
      @Inline CautionsDocument cautions,
      List<String> steps)
      implements OutcomeDocument {}

  /** The difference of two policies, without the members that tell of a target. */
  record Compared(
      @Inline Head head,
      List<ChangeDocument> changes,
      List<PlanDocument.Fading> fading,
      List<TargetDocument.Remainder> effects,
      long fragments,
      Optional<List<RecipientsDocument>> recipients,
      List<OmissionDocument> omitted,
      @Inline CautionsDocument cautions)
      implements OutcomeDocument {
    /** Returns the document of a plan from one policy to another. */
    public static Compared of(Planned planned) {
      PlanDocument plan = planned.plan();
      return new Compared(
          planned.head(),
          plan.changes(),
          plan.fading(),
          plan.effects(),
          plan.fragments(),
          planned.recipients(),
          planned.omitted(),
          planned.cautions());
    }
  }

  /**
   * The target holds what is meant.
   *
   * @param generation the generation in force now; 0 when nothing was ever applied
   * @param attested the sheet that a person last carried out; empty where none did
   * @param waiting the sheet that a person has yet to carry out; empty where there is none
   */
  record Proven(
      @Inline Head head,
      @Inline PlanDocument plan,
      int generation,
      Proof proof,
      Optional<ByHand.Attested> attested,
      Optional<ByHand.Waiting> waiting,
      List<OmissionDocument> omitted)
      implements OutcomeDocument {
    static Proven of(Outcome.Proven one, Reasoned reasoned) {
      return new Proven(
          Head.of(one.prepared(), one.target(), one.plan().isEmpty() ? "in sync" : "applied"),
          PlanDocument.of(one.plan(), reasoned).leaving(one.held().effects()),
          one.generation(),
          one.proof(),
          one.held().byHand().attested(),
          one.held().byHand().waiting(),
          OmissionReport.documents(one.prepared()));
    }
  }

  /**
   * A sheet waits for a person who carries it out.
   *
   * @param generation the generation that the target is to hold
   * @param digest the digest of the sheet
   * @param files the files where the sheet is written
   */
  record Handed(
      @Inline Head head,
      @Inline PlanDocument plan,
      int generation,
      String digest,
      List<String> files,
      List<OmissionDocument> omitted)
      implements OutcomeDocument {
    static Handed of(Outcome.Handed one, Reasoned reasoned) {
      return new Handed(
          Head.of(one.prepared(), one.target(), "handed"),
          PlanDocument.of(one.plan(), reasoned),
          one.generation(),
          one.digest(),
          one.files(),
          OmissionReport.documents(one.prepared()));
    }
  }

  /** Something was changed, but the target does not hold what is meant. */
  record NotProven(
      @Inline Head head,
      @Inline PlanDocument plan,
      int generation,
      String why,
      List<OmissionDocument> omitted)
      implements OutcomeDocument {
    static NotProven of(Outcome.NotProven one, Reasoned reasoned) {
      return new NotProven(
          Head.of(one.prepared(), one.target(), "not proven"),
          PlanDocument.of(one.plan(), reasoned),
          one.generation(),
          one.why(),
          OmissionReport.documents(one.prepared()));
    }
  }

  /** Nothing was changed. */
  record Unchanged(
      @Inline Head head, @Inline PlanDocument plan, String why, List<OmissionDocument> omitted)
      implements OutcomeDocument {
    static Unchanged of(Outcome.Unchanged one, Reasoned reasoned) {
      return new Unchanged(
          Head.of(one.prepared(), one.target(), "unchanged"),
          PlanDocument.of(one.plan(), reasoned),
          one.why(),
          OmissionReport.documents(one.prepared()));
    }
  }
}
