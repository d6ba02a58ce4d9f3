package org.postern.pipeline;

import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.host.Vicinity;
import org.postern.plan.ByHand;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;
import org.postern.target.TargetException;

/** The end of a run. */
public sealed interface Outcome {
  /**
   * Returns the policy that the run was about; empty when there is none that could be brought
   * about.
   */
  default Optional<Prepared> about() {
    return switch (this) {
      case Rejected one -> Optional.empty();
      case Refused one -> Optional.of(one.prepared());
      case Objected one -> Optional.of(one.prepared());
      case Planned one -> Optional.of(one.prepared());
      case Proven one -> Optional.of(one.prepared());
      case NotProven one -> Optional.of(one.prepared());
      case Unchanged one -> Optional.of(one.prepared());
      case Handed one -> Optional.of(one.prepared());
      case Unavailable one -> Optional.of(one.prepared());
    };
  }

  /** The policy, or a file it names, is wrong; nothing was looked at. */
  record Rejected(Report report) implements Outcome {}

  /** Some rule cannot be compiled; nothing was changed. */
  record Refused(Prepared prepared, List<Obstacle> obstacles) implements Outcome {
    public Refused {
      obstacles = List.copyOf(obstacles);
    }
  }

  /** A safeguard objects; nothing was changed on any target. */
  record Objected(Prepared prepared, String target, Plan plan, List<Objection> objections)
      implements Outcome {
    public Objected {
      objections = List.copyOf(objections);
    }
  }

  /**
   * The difference was planned, and not applied.
   *
   * @param objections the objections for which apply would ask consent
   * @param endangered the peers connected now that would be refused from now on
   * @param foreseen the peers observed so far that would be refused from now on
   * @param unseen the connections that could not be looked at, in words
   * @param applied the rules that were applied to the target and proven last; empty where that is
   *     not known
   * @param vicinity the vicinity of the host, by which peers are marked
   */
  record Planned(
      Prepared prepared,
      String target,
      Plan plan,
      Artifact artifact,
      List<Objection> objections,
      List<Endangered> endangered,
      Foreseen foreseen,
      List<String> unseen,
      Optional<Ruleset> applied,
      Vicinity vicinity)
      implements Outcome {
    public Planned {
      objections = List.copyOf(objections);
      unseen = List.copyOf(unseen);
      endangered = List.copyOf(endangered);
    }

    /** Returns a copy with more to know. */
    public Planned noting(List<String> more) {
      return new Planned(
          prepared.noting(more),
          target,
          plan,
          artifact,
          objections,
          endangered,
          foreseen,
          unseen,
          applied,
          vicinity);
    }

    /** Returns the steps for a host that is not looked at. */
    static Planned fromNothing(Prepared prepared, String target, Plan plan, Artifact artifact) {
      return new Planned(
          prepared,
          target,
          plan,
          artifact,
          List.of(),
          List.of(),
          Foreseen.NOTHING,
          List.of(),
          Optional.empty(),
          Vicinity.UNKNOWN);
    }

    /** Returns a copy in which nothing is to be done by this plan. */
    public Planned nothingToDo(Plan empty) {
      return new Planned(
          prepared,
          target,
          empty,
          Artifact.none(),
          objections,
          endangered,
          foreseen,
          unseen,
          Optional.empty(),
          vicinity);
    }
  }

  /**
   * The target holds what is meant.
   *
   * @param plan the changes that were made; empty when it was in sync before
   * @param generation the generation in force now; 0 when nothing was ever applied
   * @param held the last observation
   * @param applied the rules that were applied to the target and proven before; empty where they
   *     are not known, or where the target was as they left it
   */
  record Proven(
      Prepared prepared,
      String target,
      Plan plan,
      int generation,
      Observation held,
      Optional<Ruleset> applied)
      implements Outcome {
    /** Returns how it is known that the target holds the rules. */
    public Proof proof() {
      return held.proof();
    }
  }

  /**
   * Something was changed, but the target does not hold what the policy means.
   *
   * @param difference a packet that is judged otherwise, when the observation shows one
   */
  record NotProven(
      Prepared prepared,
      String target,
      Plan plan,
      int generation,
      String why,
      Optional<Equivalence.Counterexample> difference)
      implements Outcome {}

  /**
   * The target cannot be used; nothing was changed on it, and the other targets of the run go on
   * without it.
   *
   * @param kind the kind of obstacle
   * @param why the reason in words
   * @param remedy the remedy in words; empty when the reason says it
   */
  record Unavailable(
      Prepared prepared, String target, TargetException.Kind kind, String why, String remedy)
      implements Outcome {
    /** Returns the fault and its remedy. */
    public String sentence() {
      return "it cannot be used: " + why + (remedy.isEmpty() ? "" : "; " + remedy);
    }

    public static Unavailable of(Prepared prepared, String target, TargetException e) {
      return new Unavailable(
          prepared, target, e.kind(), String.valueOf(e.getMessage()), e.remedy());
    }
  }

  /**
   * A sheet waits for a person who carries it out; until that is attested the target holds what it
   * held.
   *
   * @param plan the changes that the sheet asks for
   * @param generation the generation that the target is to hold
   * @param digest the digest of the sheet
   * @param files the files that hold it
   * @param anew whether it was written by this run
   */
  record Handed(
      Prepared prepared,
      String target,
      Plan plan,
      int generation,
      String digest,
      List<String> files,
      boolean anew)
      implements Outcome {
    public Handed {
      files = List.copyOf(files);
    }

    /** Returns what there is to do, in words. */
    public String sentence() {
      return new ByHand.Waiting(digest, files).text(target);
    }
  }

  /** Nothing was changed. */
  record Unchanged(Prepared prepared, String target, Plan plan, String why) implements Outcome {}
}
