package org.postern.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.host.RecordTree;
import org.postern.pipeline.Prepared;
import org.postern.plan.Obstacle;
import org.postern.plan.memory.PendingChange;

/**
 * The content of a page as a document for programs.
 *
 * @param version grows when a member changes its meaning
 * @param program the version of Postern
 * @param at when the page was made
 * @param policy the name of the policy file
 * @param running whether the page tells what is in force, and no source was asked
 * @param lockfile whether the answers come from a lockfile
 * @param withheld the sets that were taken out
 * @param past the connections that come past the filter; empty where nothing counted
 * @param rules the rules in the order of the policy
 * @param sets the sets in the order of the policy
 * @param change the change from what was accepted before; empty when nothing was
 * @param obstacles the reasons why rules are missing
 * @param held changes that wait for an approval
 * @param refused entries that no guard setting lets in, in words
 * @param notes the notes that a reader should know, in words
 * @param before the history: what was accepted and ordered before
 */
public record PageDocument(
    int version,
    String program,
    Instant at,
    String policy,
    boolean running,
    boolean lockfile,
    List<String> withheld,
    Optional<Bypassing> past,
    List<RuleDocument> rules,
    List<SetDocument> sets,
    Optional<BasisDocument> change,
    List<Missing> obstacles,
    List<Held> held,
    List<String> refused,
    List<String> notes,
    @RecordTree.Inline PastDocument before) {
  private static final int VERSION = 1;

  public PageDocument {
    withheld = List.copyOf(withheld);
    rules = List.copyOf(rules);
    sets = List.copyOf(sets);
    obstacles = List.copyOf(obstacles);
    held = List.copyOf(held);
    refused = List.copyOf(refused);
    notes = List.copyOf(notes);
  }

  static PageDocument of(Subject subject) {
    Prepared prepared = subject.prepared();
    return new PageDocument(
        VERSION,
        subject.version(),
        subject.at(),
        prepared.policy().file(),
        subject.running(),
        prepared.lock().isPresent(),
        subject.withheld().named(),
        subject.counted().map(Bypassing::of),
        prepared.policy().rules().stream().map(one -> RuleDocument.of(one, subject)).toList(),
        prepared.policy().sets().stream().map(one -> SetDocument.of(one, subject)).toList(),
        subject.basis().map(one -> BasisDocument.of(one, subject)),
        prepared.meaning().obstacles().stream().map(Missing::of).toList(),
        prepared.meaning().settled().pending().stream().map(Held::of).toList(),
        prepared.meaning().settled().refused(),
        prepared.notes(),
        PastDocument.of(subject));
  }

  /**
   * The connections at port 25 that come past the filter.
   *
   * @param connections the connections from hosts that no rule accepts
   * @param of the number of all connections
   * @param percent the part that comes past, in hundredths
   * @param since the time when counting began; empty where that is not known
   */
  public record Bypassing(long connections, long of, long percent, Optional<Instant> since) {
    private static Bypassing of(Counted counted) {
      return new Bypassing(
          counted.bypass().past(),
          counted.bypass().all(),
          counted.bypass().percent(),
          counted.since());
    }
  }

  /**
   * A rule that cannot be in force.
   *
   * @param rule the name of the rule
   * @param why the reason in words
   */
  public record Missing(String rule, String why) {
    private static Missing of(Obstacle obstacle) {
      return new Missing(obstacle.rule(), obstacle.why());
    }
  }

  /**
   * A change that guards hold until it is approved.
   *
   * @param digest identifies the change in an approval
   * @param set the name of the set
   * @param family the kind of its members
   * @param half whether additions or removals are held
   * @param guards the guards that hold it
   * @param message the reason, for people
   * @param what the members that are held
   * @param since the time when it was first held
   */
  public record Held(
      String digest,
      String set,
      String family,
      String half,
      List<String> guards,
      String message,
      List<String> what,
      Instant since) {
    public Held {
      guards = List.copyOf(guards);
      what = List.copyOf(what);
    }

    private static Held of(PendingChange held) {
      return new Held(
          held.digest(),
          held.set(),
          held.kind().text(),
          held.side().text(),
          held.guards(),
          held.message(),
          held.what().texts().toList(),
          held.since());
    }
  }
}
