package org.postern.pipeline.ask;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Asker;
import org.postern.policy.Policy;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.source.Resolver;

/**
 * Sorts the sources of a policy by kind and asks each kind's resolver once.
 *
 * @param kinds the kinds of sources that are asked, in this order
 * @param origins the sources that are asked; others get no answer
 */
public record SourceAsker(List<Kind<?>> kinds, Set<SourceSpec.Origin> origins) implements Asker {
  public SourceAsker {
    kinds = List.copyOf(kinds);
    origins = Set.copyOf(origins);
  }

  /** Asks sources of every origin. */
  public SourceAsker(List<Kind<?>> kinds) {
    this(kinds, EnumSet.allOf(SourceSpec.Origin.class));
  }

  /** Returns a copy that asks sources of those origins alone. */
  public SourceAsker only(SourceSpec.Origin... some) {
    return new SourceAsker(kinds, Set.of(some));
  }

  /** Makes the resolver for the sources of a policy, on whose place and settings it depends. */
  public interface Factory<S extends SourceSpec> {
    Resolver<S> forPolicy(Policy policy);
  }

  /**
   * A kind of source.
   *
   * @param type the type of its sources
   * @param factory makes the resolver that answers them
   */
  public record Kind<S extends SourceSpec>(Class<S> type, Factory<S> factory) {
    private Map<Question, Answer> ask(
        Policy policy, Set<SourceSpec.Origin> origins, Report report) {
      List<S> sources =
          policy.sets().stream()
              .flatMap(set -> set.sources().stream())
              .filter(type::isInstance)
              .map(type::cast)
              .filter(source -> origins.contains(source.origin()))
              .filter(source -> !source.outside() || !report.hasErrors())
              .toList();
      return ask(sources, policy, report);
    }

    /** Asks those of some sources that are of this kind. */
    public Map<Question, Answer> only(List<SourceSpec> some, Policy policy, Report report) {
      return ask(some.stream().filter(type::isInstance).map(type::cast).toList(), policy, report);
    }

    private Map<Question, Answer> ask(List<S> sources, Policy policy, Report report) {
      return sources.isEmpty() ? Map.of() : factory.forPolicy(policy).resolve(sources, report);
    }
  }

  /**
   * Asks the sources; nothing outside is asked for a policy of which a text of this host is wrong.
   */
  @Override
  public Map<Question, Answer> ask(Policy policy, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    kinds.forEach(kind -> answers.putAll(kind.ask(policy, origins, report)));
    return answers;
  }
}
