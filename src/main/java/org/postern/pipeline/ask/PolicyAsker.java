package org.postern.pipeline.ask;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Asker;
import org.postern.pipeline.DomainAsker;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.Question;

/**
 * Asks for all that a policy has to know from outside of its text: the sources of its sets, and its
 * mail domains. A lockfile stands in for both.
 */
public final class PolicyAsker {
  private final SourceAsker sources;
  private final DomainAsker domains;
  private final InstantSource clock;
  private final Progress progress;

  public PolicyAsker(
      SourceAsker sources, DomainAsker domains, InstantSource clock, Progress progress) {
    this.sources = sources;
    this.domains = domains;
    this.clock = clock;
    this.progress = progress;
  }

  /** Returns what asks sources of every origin. */
  public SourceAsker sources() {
    return sources;
  }

  /** Returns what answers only from the text of a policy. */
  public Asker literals() {
    return sources.only(SourceSpec.Origin.POLICY);
  }

  /** Returns what answers only from the text of a policy and the list files of this host. */
  public Asker local() {
    return sources.only(SourceSpec.Origin.POLICY, SourceSpec.Origin.HOST);
  }

  /** Returns what asks for the mail domains. */
  public DomainAsker domains() {
    return domains;
  }

  /**
   * Asks everything.
   *
   * @param lock the lockfile that is read in place of the network
   * @return empty when the report has errors
   */
  public Optional<Asked> ask(Policy policy, Optional<PolicyText> lock, Report report) {
    if (report.hasErrors()) {
      return Optional.empty();
    }
    Map<Question, Answer> answers = asked(asker(policy, lock), policy, report);
    if (report.hasErrors()) {
      return Optional.empty();
    }
    HeardDomains heard = domains(policy, lock, HeardDomains.nothing(), report);
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(new Asked(policy, lock, Heard.at(clock.instant(), answers), heard));
  }

  /** Asks some questions of an accepted policy. */
  public Map<Question, Answer> ask(Accepted accepted, Set<Question> questions, Report report) {
    Policy policy = accepted.policy();
    return asker(policy, accepted.contents().lock()).ask(Questions.only(questions, policy), report);
  }

  /**
   * Asks for the mail domains of an accepted policy.
   *
   * @param before the result of the last call
   */
  public HeardDomains domains(Accepted accepted, HeardDomains before, Report report) {
    return domains(accepted.policy(), accepted.contents().lock(), before, report);
  }

  /** Asks anew everything that a lockfile holds; empty when the report has errors. */
  public Optional<ToLock> toLock(Policy policy, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>(sources.ask(policy, report));
    answers.keySet().removeAll(literals().ask(policy, report).keySet());
    HeardDomains heard = domains.ask(policy, HeardDomains.nothing(), report);
    return report.hasErrors() ? Optional.empty() : Optional.of(new ToLock(answers, heard));
  }

  private HeardDomains domains(
      Policy policy, Optional<PolicyText> lock, HeardDomains before, Report report) {
    return lock.isPresent()
        ? LockAsker.domains(lock.get(), policy, clock.instant(), report)
        : domains.ask(policy, before, report);
  }

  private Asker asker(Policy policy, Optional<PolicyText> lock) {
    return lock.<Asker>map(text -> new LockAsker(text, policy, literals())).orElse(sources);
  }

  private Map<Question, Answer> asked(Asker asker, Policy policy, Report report) {
    try (Progress.Work _ = progress.begin(Progress.Task.whole("asking the sources"))) {
      return asker.ask(policy, report);
    }
  }
}
