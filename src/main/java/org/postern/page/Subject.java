package org.postern.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Span;
import org.postern.pipeline.Prepared;
import org.postern.plan.Change;

/**
 * The subject of a page.
 *
 * @param prepared the policy with everything known about it
 * @param running whether it is what is in force, told from memory: no source was asked
 * @param basis the rules that it is compared with; empty when nothing was ever accepted
 * @param past the generations and orders before
 * @param withheld the parts that were taken out of all this
 * @param counted the connections past the filter; empty where nothing counted
 * @param at the time when it was looked at
 * @param version the version of the program
 */
public record Subject(
    Prepared prepared,
    boolean running,
    Optional<Basis> basis,
    Past past,
    Withheld withheld,
    Optional<Counted> counted,
    Instant at,
    String version) {
  /** Creates a subject of which nothing is withheld. */
  public Subject(
      Prepared prepared,
      boolean running,
      Optional<Basis> basis,
      Past past,
      Optional<Counted> counted,
      Instant at,
      String version) {
    this(prepared, running, basis, past, Withheld.NOTHING, counted, at, version);
  }

  /** Returns a copy that tells what was taken out of it. */
  Subject withholding(Withheld other) {
    return new Subject(prepared, running, basis, past, other, counted, at, version);
  }

  /** Returns the changes from the basis; none where there is no basis. */
  List<Change> changes() {
    return basis
        .map(one -> ChangeSection.plan(one.ruleset(), prepared.meaning().ruleset()).changes())
        .orElse(List.of());
  }

  /** Returns the generation in force, if one is. */
  Optional<PastGeneration> inForce() {
    return past.generations().stream().filter(one -> one.number() == past.inForce()).findFirst();
  }

  /**
   * Returns the file, as seen from the folder of the policy, and the line in which it is written.
   */
  String place(Span span) {
    String policy = prepared.policy().file();
    String folder = policy.substring(0, policy.lastIndexOf('/') + 1);
    String file =
        span.file().startsWith(folder) ? span.file().substring(folder.length()) : span.file();
    return span.line() == 0 ? file : file + ":" + span.line();
  }
}
