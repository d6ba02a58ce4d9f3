package org.postern.pipeline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;

/**
 * Lists the dates in a policy that have come: reviews that are due, and addresses that have
 * expired. A review date is a reminder alone; after {@code until} an address no longer counts.
 */
public final class Reminders {
  private Reminders() {}

  public static List<String> of(Policy policy, LocalDate today) {
    List<String> notes = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      rule.review()
          .filter(day -> !today.isBefore(day))
          .ifPresent(
              day ->
                  notes.add(
                      "rule %s was to be reviewed on %s (%s)"
                          .formatted(rule.name(), day, rule.span().position())));
    }
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        if (source instanceof LiteralSource literal) {
          literal
              .until()
              .filter(today::isAfter)
              .ifPresent(
                  day ->
                      notes.add(
                          "%s of set %s counts no more, it was to last until %s (%s)"
                              .formatted(
                                  literal.text(), set.name(), day, literal.span().position())));
        }
      }
    }
    return notes;
  }
}
