package org.postern.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.diagnostic.Counted;
import org.postern.plan.memory.DomainMemory;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.KeepSpec;
import org.postern.source.Absence;
import org.postern.source.LastGood;
import org.postern.state.Findings;
import org.postern.state.Silence;

/** Finds the conditions of sources and their answers that should be known at a moment. Pure. */
final class SourceConditions {
  /** The most subjects of a kind that are named; the rest would make no sentence. */
  private static final int SHOWN = 5;

  private SourceConditions() {}

  /**
   * Returns what is wrong with sources.
   *
   * @param findings the findings of the last look at them
   * @param guards remember the answers that are in force
   * @param held the changes that wait
   * @param knocking an address that is being refused at this time, by the digest of the held change
   *     that names it
   */
  static List<Condition> of(
      Findings findings,
      GuardMemory guards,
      List<PendingChange> held,
      Map<String, Address> knocking,
      Instant now) {
    List<Condition> found = new ArrayList<>();
    Map<LastGood.Key, LastGood> answers = new HashMap<>();
    guards.lastGood().forEach(one -> answers.put(one.key(), one));
    for (Silence one : findings.silences()) {
      found.add(ofSilence(one, Optional.ofNullable(answers.get(one.key())), now));
    }
    guards.lastGood().forEach(one -> ofAbsence(one).ifPresent(found::add));
    found.addAll(ofDomainLists(guards.domains().lists(), now));
    if (!findings.refused().isEmpty()) {
      String what = findings.refused().stream().limit(SHOWN).collect(Collectors.joining("; "));
      found.add(new Condition(EventKind.ANSWER_REFUSED, "answers", "not taken: " + what));
    }
    held.forEach(one -> ofHeld(one, Optional.ofNullable(knocking.get(one.digest())), found));
    for (Findings.Unanswered rule : findings.unanswered()) {
      String what = "rule " + rule.rule() + ": " + rule.why();
      found.add(new Condition(EventKind.SOURCE_UNANSWERED, rule.rule(), what));
    }
    return found;
  }

  /**
   * Lists of mail domains that give no information.
   *
   * @param lists the lists as they are remembered
   */
  private static List<Condition> ofDomainLists(List<DomainMemory.GoodList> lists, Instant now) {
    List<Condition> found = new ArrayList<>();
    for (DomainMemory.GoodList list : lists) {
      list.silence()
          .ifPresent(
              silence -> {
                boolean lasts = !now.isBefore(silence.since().plus(KeepSpec.DEFAULT.alarmAfter()));
                found.add(
                    new Condition(
                        lasts ? EventKind.SOURCE_FAILING : EventKind.SOURCE_SILENT,
                        "domains, " + list.source(),
                        "%s of mail domains has given no information since %s; its names of %s stand: %s"
                            .formatted(list.source(), silence.since(), list.at(), silence.why()),
                        silence.since()));
              });
    }
    return found;
  }

  private static void ofHeld(
      PendingChange held, Optional<Address> knocking, List<Condition> found) {
    String what =
        "%s of set %s (%s): %s; if that is right: postern approve %s"
            .formatted(
                held.side().text(), held.set(), held.kind().label(), held.message(), held.digest());
    String whose = held.proposed() ? "held of a policy that is not applied: " : "held: ";
    found.add(new Condition(EventKind.CHANGE_HELD, held.digest(), whose + what, held.since()));
    knocking
        .map(peer -> peer + " waits for approval and is refused at the port now: " + what)
        .map(louder -> new Condition(EventKind.HELD_KNOCKS, held.digest(), louder))
        .ifPresent(found::add);
  }

  private static String subject(LastGood.Key key) {
    return "%s, %s, %s".formatted(key.set(), key.source(), key.family().text());
  }

  private static String whole(LastGood.Key key) {
    return "%s of set %s (%s)".formatted(key.source(), key.set(), key.family().label());
  }

  private static Condition ofSilence(Silence silence, Optional<LastGood> last, Instant now) {
    boolean lasts = !now.isBefore(silence.alarmAt());
    String stands =
        last.map(one -> "its last answer (%s) stands".formatted(one.at()))
            .orElse("it never gave any");
    return new Condition(
        lasts ? EventKind.SOURCE_FAILING : EventKind.SOURCE_SILENT,
        subject(silence.key()),
        "%s has given no information since %s; %s: %s"
            .formatted(whole(silence.key()), silence.since(), stands, silence.why()),
        silence.since());
  }

  /**
   * Returns the condition that a source has no addresses any more. A confirmed absence is no reason
   * to be silent, until all addresses have left.
   */
  private static Optional<Condition> ofAbsence(LastGood good) {
    return good.absence()
        .filter(absence -> !good.entries().isEmpty() || absence.isConfirmed())
        .map(
            absence -> {
              String what =
                  absence.isConfirmed()
                      ? "has no addresses any more since %s, it was said %s"
                          .formatted(absence.since(), times(absence.times()))
                      : "is said to have no addresses any more since %s, %s; it counts after %d times over %d min"
                          .formatted(
                              absence.since(),
                              times(absence.times()),
                              Absence.TIMES,
                              Absence.SPAN.toMinutes());
              return new Condition(
                  EventKind.SOURCE_ABSENT,
                  subject(good.key()),
                  whole(good.key()) + " " + what,
                  absence.since());
            });
  }

  private static String times(int times) {
    return times == 1 ? "once" : Counted.of(times, "time");
  }
}
