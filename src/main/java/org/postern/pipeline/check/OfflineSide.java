package org.postern.pipeline.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.pipeline.ask.LockAsker;
import org.postern.plan.Obstacle;
import org.postern.plan.Ruleset;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.Question;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateStore;

/** Builds the sides of a comparison without querying a source or a target. */
final class OfflineSide {
  private final Pipeline pipeline;
  private final Report report;

  /**
   * Creates a builder for one comparison.
   *
   * @param report receives why a side cannot be built
   */
  OfflineSide(Pipeline pipeline, Report report) {
    this.pipeline = pipeline;
    this.report = report;
  }

  /**
   * Returns a policy with the answers of a lockfile. Without a lockfile only the policy itself and
   * the files of this host are read, and each source elsewhere is reported as an error.
   *
   * @return empty when the report has errors
   */
  Optional<Comparison.Side.Rules> policy(String name, Path path, Optional<Path> lock) {
    Optional<Policy> policy =
        lock.isPresent()
            ? pipeline.files().parse(path, report)
            : pipeline.check(Request.of(path), report).map(one -> one.prepared().policy());
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    Map<Question, Answer> answers =
        lock.isPresent() ? locked(policy.get(), lock.get()) : inside(policy.get());
    HeardDomains domains =
        lock.isPresent() ? lockedDomains(policy.get(), lock.get()) : domains(policy.get());
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(meant(name, policy.get(), answers, domains))
            .filter(side -> !report.hasErrors());
  }

  private HeardDomains lockedDomains(Policy policy, Path lock) {
    return pipeline
        .files()
        .lockfile(lock, report)
        .map(text -> LockAsker.domains(text, policy, pipeline.actor().now(), report))
        .orElse(HeardDomains.nothing());
  }

  /**
   * Reads the list files of this host. MX records are not queried: each set that depends on them is
   * reported as an error.
   */
  private HeardDomains domains(Policy policy) {
    for (DomainSetDefinition set : policy.domains()) {
      if (set.filtered()) {
        report.add(
            Code.LOCK_INCOMPLETE,
            set.span(),
            "no lockfile holds the MX of the set of domains " + set.name() + ", and none is asked",
            "write one beside the policy with: postern lock -o "
                + Comparison.lockBeside(Path.of(policy.file()))
                + " "
                + policy.file());
      }
    }
    return pipeline.asker().domains().lists(policy, HeardDomains.nothing(), new Report());
  }

  private Map<Question, Answer> locked(Policy policy, Path lock) {
    Map<Question, Answer> locked = LockAsker.read(lock, true, pipeline.files(), report);
    return report.hasErrors()
        ? Map.of()
        : LockAsker.answers(policy, pipeline.asker().literals(), lock.toString(), locked, report);
  }

  /**
   * Returns what the policy itself and the list files of this host name. Each source outside of
   * this host is reported as an error.
   */
  private Map<Question, Answer> inside(Policy policy) {
    Map<String, SourceSpec> outside = new LinkedHashMap<>();
    for (SetDefinition set : policy.sets()) {
      set.sources().stream()
          .filter(SourceSpec::outside)
          .forEach(source -> outside.putIfAbsent(source.id(), source));
    }
    outside.forEach(
        (id, source) ->
            report.add(
                Code.LOCK_INCOMPLETE,
                source.span(),
                "no lockfile holds the source \"" + id + "\", and no source is asked",
                "write one beside the policy with: postern lock -o "
                    + Comparison.lockBeside(Path.of(policy.file()))
                    + " "
                    + policy.file()));
    return outside.isEmpty() ? pipeline.asker().local().ask(policy, new Report()) : Map.of();
  }

  /**
   * Returns the rules of a policy with these answers, without guards and without stored state. A
   * rule that cannot be compiled is reported as an error.
   */
  Comparison.Side.Rules meant(
      String name, Policy policy, Map<Question, Answer> answers, HeardDomains domains) {
    Prepared prepared = pipeline.unguarded(policy, answers, domains);
    for (Obstacle obstacle : prepared.meaning().obstacles()) {
      report.add(
          Code.NOT_COMPARABLE,
          Span.wholeFile(policy.file()),
          "rule " + obstacle.rule() + " cannot be compared: " + obstacle.why(),
          "give the policy a lockfile beside it with: postern lock -o FILE");
    }
    return new Comparison.Side.Rules(name, prepared);
  }

  /**
   * Returns the rules of a stored generation; where there is none of that number, empty, and the
   * report has an error.
   *
   * @throws IOException when the state cannot be read
   */
  Optional<Comparison.Side.Rules> generation(int number) throws IOException {
    Optional<Generation> found = pipeline.store().generation(number);
    if (found.isEmpty()) {
      report.add(
          Code.FILE_MISSING,
          Span.wholeFile(pipeline.store().folder().toString()),
          "there is no generation " + number,
          "postern history lists them; a file of that name is ./" + number);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(side(found.get()));
  }

  private Comparison.Side.Rules side(Generation generation) throws IOException {
    StateStore store = pipeline.store();
    GuardMemory answers = GuardMemory.empty().withLastGood(store.answers(generation));
    return new Comparison.Side.Rules(
        "generation " + generation.number(),
        Prepared.of(
            generation,
            store.contents(generation, _ -> {}),
            RunState.empty().withGuards(answers),
            Orders.none()));
  }

  /** Returns a side of rules alone, without a policy and without answers. */
  Comparison.Side.Rules rules(String name, Ruleset ruleset) {
    return new Comparison.Side.Rules(name, Prepared.of(name, ruleset, pipeline.actor().now()));
  }
}
