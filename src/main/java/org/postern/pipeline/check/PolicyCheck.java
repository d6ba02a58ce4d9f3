package org.postern.pipeline.check;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.pipeline.Checked;
import org.postern.pipeline.PolicyFiles;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Request;
import org.postern.pipeline.Targets;
import org.postern.pipeline.ask.Asked;
import org.postern.pipeline.ask.LockAsker;
import org.postern.pipeline.ask.PolicyAsker;
import org.postern.pipeline.run.Enforcement;
import org.postern.plan.Obstacle;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.TargetBinding;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.Question;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateStore;
import org.postern.target.Projection;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Tells all that can be said of a policy without the network and without looking at a target:
 * everything that a plan would say of the same text.
 */
public final class PolicyCheck {
  private static final Answer NOT_ASKED =
      new Answer.NoInformation(Answer.Cause.INTERRUPTED, "no source is asked by a check");

  private final PolicyFiles files;
  private final PolicyAsker asker;
  private final StateStore store;
  private final Targets targets;
  private final InstantSource clock;

  public PolicyCheck(
      PolicyFiles files,
      PolicyAsker asker,
      StateStore store,
      Targets targets,
      InstantSource clock) {
    this.files = files;
    this.asker = asker;
    this.store = store;
    this.targets = targets;
    this.clock = clock;
  }

  /** Checks a policy; empty when the report has errors. */
  public Optional<Checked> check(Request request, Report report) {
    Optional<Policy> policy = files.parse(request.policy(), report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    Optional<PolicyText> lock =
        PolicyFiles.lockOf(request.policy()).flatMap(file -> files.lockfile(file, report));
    Map<Question, Answer> answers =
        lock.map(text -> locked(policy.get(), text, report))
            .orElseGet(() -> local(policy.get(), report));
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(
                settled(
                    new Asked(policy.get(), lock, at(answers), domains(policy.get(), lock, report)),
                    request))
            .filter(_ -> !report.hasErrors());
  }

  private Map<Question, Heard> at(Map<Question, Answer> answers) {
    return Heard.at(clock.instant(), answers);
  }

  /** Returns the mail domains: lists are read, and where mail goes is not asked. */
  private HeardDomains domains(Policy policy, Optional<PolicyText> lock, Report report) {
    if (lock.isPresent()) {
      return LockAsker.domains(lock.get(), policy, clock.instant(), report);
    }
    HeardDomains heard = asker.domains().lists(policy, HeardDomains.nothing(), report);
    for (DomainSetDefinition set : policy.domains()) {
      for (DomainSource source : set.sources()) {
        if (source instanceof DomainSource.ListFile list
            && heard.lists().get(list.id())
                instanceof HeardDomains.ListLook(HeardDomains.NoList none, _, _)) {
          addMissing(list.span(), none.cause(), none.detail(), report);
        }
      }
    }
    return heard;
  }

  private Map<Question, Answer> locked(Policy policy, PolicyText lock, Report report) {
    return new LockAsker(lock, policy, asker.literals()).ask(policy, report);
  }

  /**
   * Returns the answers of this host. At run time the last good list stands in for one that is
   * missing; here it is a mistake.
   */
  private Map<Question, Answer> local(Policy policy, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>(asker.local().ask(policy, report));
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        if (source.outside()) {
          source
              .families()
              .forEach(family -> answers.put(new Question(source.id(), family), NOT_ASKED));
        }
        if (answers.get(new Question(source.id(), Family.IP)) instanceof Answer.NoInformation why) {
          addMissing(source.span(), why.cause(), why.detail(), report);
        }
      }
    }
    return answers;
  }

  private static void addMissing(Span place, Answer.Cause cause, String detail, Report report) {
    if (cause == Answer.Cause.FORBIDDEN) {
      report.add(Code.FILE_FORBIDDEN, place, detail, Code.FORBIDDEN_FIX);
    } else if (cause == Answer.Cause.MISSING
        || cause == Answer.Cause.UNREADABLE
        || cause == Answer.Cause.NO_LIST) {
      report.add(
          Code.LIST_MISSING,
          place,
          detail,
          "write the list, or name another; paths are relative to the file that names them");
    }
  }

  private Checked settled(Asked asked, Request request) {
    Instant now = clock.instant();
    Prepared prepared = asked.settle(now, memory(), Orders.none(), request, new ArrayList<>());
    List<String> notes = new ArrayList<>();
    List<Obstacle> obstacles = new ArrayList<>(known(prepared));
    for (TargetBinding binding : asked.policy().targets()) {
      if (!binding.kind().equals(TargetBinding.AUTO)) {
        fit(prepared, binding, obstacles, notes);
      }
    }
    unbound(asked.policy()).ifPresent(notes::add);
    return new Checked(prepared.noting(notes), unknown(prepared), obstacles);
  }

  /**
   * Returns what {@code auto} cannot hold on whatever host: it is a packet filter, and judges no
   * mail.
   */
  private static Optional<String> unbound(Policy policy) {
    boolean packets =
        policy.targets().stream().allMatch(one -> one.kind().equals(TargetBinding.AUTO));
    return policy.rules().stream()
        .filter(rule -> packets && rule.scope() instanceof RuleScope.Mail)
        .findFirst()
        .map(
            rule ->
                "rule %s (%s) is on smtp, and no target of this policy judges mail: plan and apply need one"
                    .formatted(rule.name(), rule.span().position()));
  }

  private static Set<String> unknown(Prepared prepared) {
    Map<String, List<String>> above = new HashMap<>();
    for (SetDefinition set : prepared.policy().sets()) {
      for (SourceSpec source : set.sources()) {
        if (source instanceof SetSource reference) {
          above.computeIfAbsent(reference.set(), _ -> new ArrayList<>()).add(set.name());
        }
      }
    }
    Deque<String> open = new ArrayDeque<>();
    prepared.meaning().settled().unanswered().forEach(one -> open.add(one.key().set()));
    Set<String> unknown = new HashSet<>();
    while (!open.isEmpty()) {
      String set = open.pop();
      if (unknown.add(set)) {
        open.addAll(above.getOrDefault(set, List.of()));
      }
    }
    return unknown;
  }

  /**
   * Returns the memory; none without the right to read it: a policy can be wrong whatever the state
   * is.
   */
  private RunState memory() {
    try {
      return store.runState();
    } catch (IOException e) {
      return RunState.empty();
    }
  }

  /**
   * Returns the obstacles that are known. What a source that is asked would answer is not, and a
   * missing list was told.
   */
  private static List<Obstacle> known(Prepared prepared) {
    return prepared.meaning().obstacles().stream()
        .filter(
            obstacle ->
                switch (obstacle) {
                  case Obstacle.Unanswered _, Obstacle.Missing _, Obstacle.Forbidden _ -> false;
                  case Obstacle.Blocked _,
                      Obstacle.NoPeers _,
                      Obstacle.OverBudget _,
                      Obstacle.Unfit _ ->
                      true;
                })
        .toList();
  }

  private void fit(
      Prepared prepared, TargetBinding binding, List<Obstacle> obstacles, List<String> notes) {
    try {
      Target target = targets.bound(binding.name(), prepared.policy());
      Prepared own = new Projections(targets).on(binding.name(), prepared);
      Enforcement.obstacles(own, target).stream()
          .filter(Obstacle.Unfit.class::isInstance)
          .forEach(obstacles::add);
      own.projection().map(Projection::sentences).ifPresent(notes::addAll);
    } catch (TargetException e) {
      notes.add(String.valueOf(e.getMessage()));
    }
  }
}
