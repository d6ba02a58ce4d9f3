package org.postern.source.fixed;

import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.postern.diagnostic.Report;
import org.postern.policy.LiteralSource;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.Question;
import org.postern.source.Resolver;

/** Addresses of the policy itself; those past their last day count no more. */
public final class LiteralResolver implements Resolver<LiteralSource> {
  /** A literal changes only with the policy. */
  private static final Duration TTL = Duration.ofDays(3_650);

  private final Supplier<LocalDate> today;

  /**
   * A resolver that may live for years.
   *
   * @param today the day at the time of each question
   */
  public LiteralResolver(Supplier<LocalDate> today) {
    this.today = today;
  }

  @Override
  public Map<Question, Answer> resolve(List<LiteralSource> sources, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    LocalDate day = today.get();
    for (LiteralSource literal : sources) {
      boolean counts = literal.until().map(last -> !day.isAfter(last)).orElse(true);
      EntryTableBuilder entries = EntryTable.builder(literal.interval().family(), 1);
      if (counts) {
        entries.add(literal.interval(), literal.label());
      }
      answers.put(
          new Question(literal.id(), literal.interval().family()),
          new Answer.Data(entries.build(), TTL, List.of(), ""));
    }
    return answers;
  }
}
