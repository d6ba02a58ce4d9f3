package org.postern.daemon.status;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.daemon.SetStatus;
import org.postern.daemon.SourceStatus;
import org.postern.daemon.Status;
import org.postern.daemon.Tally;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.follow.LearningTally;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.journal.Priority;
import org.postern.diagnostic.Visible;
import org.postern.host.ControlGroup;
import org.postern.host.Version;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveDomains;
import org.postern.policy.Refusal;
import org.postern.state.Generation;

/**
 * How everything is at one moment, as users and programs are told. What it says is bounded by what
 * the policy says, except the entries of held changes, of which it tells the first.
 *
 * @param program the version that wrote it
 * @param at the moment
 * @param since the time when the daemon started; empty where none runs
 * @param passed the time when a timer's process last looked at everything; empty when none ever did
 * @param generation the generation in force; empty until a policy is applied
 * @param edited files that differ from what was accepted
 * @param orders the orders of administrators that stand
 * @param targets how each is
 * @param rules the rules of the policy in force
 * @param sources the last answer of each source, by family
 * @param sets how large each is, by family
 * @param domains how large each set of mail domains is
 * @param held changes that wait for an approval
 * @param alarms the alarms that stand, the loudest first
 * @param learning the tally of peers that knocked; empty where none was listened to
 * @param memory the memory in bytes that is charged to the daemon; empty where it is not counted
 * @param events how often each happened since the daemon started; empty where none runs
 * @param refreshes how often answers of the sources were looked at; empty where none runs
 * @param latest the last events, the oldest first; empty where none runs
 */
public record StatusDocument(
    String program,
    Instant at,
    Optional<Instant> since,
    Optional<Instant> passed,
    Optional<InForce> generation,
    List<String> edited,
    OrdersDocument orders,
    List<TargetDocument> targets,
    List<Rule> rules,
    List<SourceStatus> sources,
    List<SetStatus> sets,
    List<Domains> domains,
    List<HeldDocument> held,
    List<Standing> alarms,
    Optional<LearningTally> learning,
    Optional<ControlGroup.Memory> memory,
    Optional<Map<String, Long>> events,
    OptionalLong refreshes,
    Optional<List<Happened>> latest) {
  public StatusDocument {
    edited = List.copyOf(edited);
    targets = List.copyOf(targets);
    rules = List.copyOf(rules);
    sources = List.copyOf(sources);
    sets = List.copyOf(sets);
    domains = List.copyOf(domains);
    held = List.copyOf(held);
    alarms = List.copyOf(alarms);
  }

  /** Returns the document of a status. */
  public static StatusDocument of(Status status) {
    Optional<Tally> tally = status.tally();
    return new StatusDocument(
        Version.text(),
        status.at(),
        tally.map(Tally::since),
        status.passed(),
        status.inForce().recall().generation().map(InForce::of),
        status.edited(),
        OrdersDocument.of(status.inForce().recall().orders()),
        status.targets().stream().map(one -> TargetDocument.of(status, one)).toList(),
        Rule.of(status),
        SourceStatus.of(status),
        SetStatus.of(status),
        status.domains().stream().map(Domains::of).toList(),
        status.held().stream().map(HeldDocument::of).toList(),
        status.alarms().stream().map(Standing::of).toList(),
        status.learning(),
        status.memory(),
        tally.map(StatusDocument::events),
        tally.map(one -> OptionalLong.of(one.refreshes())).orElseGet(OptionalLong::empty),
        tally.map(one -> one.latest().stream().map(Happened::of).toList()));
  }

  private static Map<String, Long> events(Tally tally) {
    Map<String, Long> events = new LinkedHashMap<>();
    for (EventKind kind : EventKind.values()) {
      if (tally.of(kind) > 0) {
        events.put(kind.text(), tally.of(kind));
      }
    }
    return events;
  }

  /** Tells whether a daemon wrote it. */
  public boolean isOfDaemon() {
    return since.isPresent();
  }

  /** Returns the rule of that name; empty when it is not in force. */
  public Optional<Rule> rule(String name) {
    return rules.stream().filter(one -> one.rule().equals(name)).findFirst();
  }

  /**
   * The generation in force.
   *
   * @param kind how it came to be
   * @param at the time when it came to be
   * @param accepted the time when its policy was accepted
   * @param who accepted it or was the cause of it
   * @param why the reason as it was given; may be empty
   * @param policy the file of the policy; empty where it is not known
   * @param confirmBy the time when it is taken back unless it is confirmed before; empty when it
   *     stays
   */
  public record InForce(
      int number,
      String digest,
      Generation.Kind kind,
      Instant at,
      Instant accepted,
      String who,
      String why,
      Optional<String> policy,
      Optional<Instant> confirmBy) {
    private static InForce of(Generation generation) {
      return new InForce(
          generation.number(),
          generation.digest(),
          generation.kind(),
          generation.at(),
          generation.accepted(),
          generation.who(),
          generation.why(),
          Optional.of(generation.policy()).filter(policy -> !policy.isEmpty()),
          generation.confirmation().map(Generation.Confirmation::until));
    }
  }

  /**
   * A rule of the policy in force.
   *
   * @param rule the name of the rule
   * @param otherwise the verdict on peers that it does not accept; empty when it accepts any
   * @param openUntil the time when it refuses again; empty when it was not opened
   */
  public record Rule(String rule, Optional<Refusal> otherwise, Optional<Instant> openUntil) {
    private static List<Rule> of(Status status) {
      return status.inForce().prepared().map(Prepared::wanted).stream()
          .flatMap(ruleset -> ruleset.rules().stream())
          .map(Rule::of)
          .toList();
    }

    private static Rule of(AccessRule rule) {
      return new Rule(rule.name(), rule.otherwise(), rule.openUntil());
    }
  }

  /**
   * A set of mail domains.
   *
   * @param set the name of the set
   * @param members the members in force
   * @param unseen the domains of which no MX but the filter's was ever seen
   * @param waiting the domains that join later
   * @param leftOut the domains that the sources name and that do not join
   * @param next the time when the next one joins; empty when none waits
   * @param failures the lists and look-ups that give no information, in sentences
   */
  public record Domains(
      String set,
      int members,
      int unseen,
      int waiting,
      int leftOut,
      Optional<Instant> next,
      List<String> failures) {
    private static Domains of(EffectiveDomains set) {
      return new Domains(
          set.set(),
          set.since().size(),
          set.unseen().size(),
          set.waiting().size(),
          set.leftOut().size(),
          set.next(Instant.MIN),
          set.failures().stream().map(one -> one.sentence(set.set())).toList());
    }
  }

  /**
   * An alarm that stands.
   *
   * @param kind a word of {@link EventKind}; a later version may have others
   * @param wakes whether a person is to be woken for it
   * @param subject the subject, such as a set or a rule
   * @param message the message in words
   * @param since the time when it was raised
   */
  public record Standing(
      String kind,
      Priority priority,
      boolean wakes,
      String subject,
      String message,
      Instant since) {
    private static Standing of(Alarm alarm) {
      return new Standing(
          alarm.kind().text(),
          alarm.kind().priority(),
          alarm.kind().wakes(),
          alarm.subject(),
          alarm.message(),
          alarm.since());
    }
  }

  /**
   * An event.
   *
   * @param event a word of {@link EventKind}; a later version may have others
   * @param message the message in words
   */
  public record Happened(Instant at, String event, String message) {
    private static Happened of(Tally.Happened one) {
      return new Happened(one.at(), one.kind().text(), Visible.text(one.message()));
    }
  }
}
