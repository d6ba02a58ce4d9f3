package org.postern.target.mail;

import java.util.List;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * The way from one ruleset to another, file by file. At every step a peer that both accept is
 * accepted, and one that neither does is not: where more than one file changes, rules first accept
 * the peers of both, then judge what they judge in the end, and last let go of peers.
 */
final class Transition {
  private final MailSystem system;
  private final MailFiles present;

  /**
   * Creates the transition of one target.
   *
   * @param present the files that are there
   */
  Transition(MailSystem system, MailFiles present) {
    this.system = system;
    this.present = present;
  }

  /** Returns the steps between two rulesets, the first of which is held without anomalies. */
  List<WriteFile> between(Ruleset before, Ruleset after) {
    MailFiles held = system.files(before, present);
    MailFiles meant = system.files(after, held);
    List<WriteFile> straight = steps(held, List.of(meant));
    if (straight.size() <= 1) {
      return straight;
    }
    return system.way(held, meant).orElseGet(() -> staged(held, before, after));
  }

  private List<WriteFile> staged(MailFiles held, Ruleset before, Ruleset after) {
    return steps(
        held,
        List.of(
            system.files(accepting(before, after), held),
            system.files(accepting(after, before), held),
            system.files(after, held)));
  }

  /** Returns the steps to a ruleset from files of which it is not known what they hold. */
  List<WriteFile> anew(Ruleset after) {
    return steps(MailFiles.none(), List.of(system.files(after, present)));
  }

  private static List<WriteFile> steps(MailFiles held, List<MailFiles> stages) {
    FileWrites writes = new FileWrites(held, stages.getLast());
    for (MailFiles stage : stages) {
      stage.names().forEach(name -> writes.put(name, stage.text(name).orElseThrow()));
    }
    return writes.all();
  }

  /** A ruleset whose rules also accept the peers that the other accepts by rules of that name. */
  private static Ruleset accepting(Ruleset ruleset, Ruleset other) {
    return new Ruleset(
        ruleset.rules().stream()
            .map(rule -> other.rule(rule.name()).map(twin -> both(rule, twin)).orElse(rule))
            .toList());
  }

  private static AccessRule both(AccessRule rule, AccessRule twin) {
    return rule.admitting(twin);
  }
}
