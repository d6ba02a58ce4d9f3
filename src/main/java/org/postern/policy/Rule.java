package org.postern.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Span;

/**
 * A rule: what it judges, whom it accepts, and what happens to the rest.
 *
 * @param name formed like the name of a set
 * @param span the place where it is written
 * @param scope the attempts that it judges
 * @param accept the peers that it accepts
 * @param otherwise the verdict on the rest; empty exactly when the rule accepts any
 * @param never peers this rule never accepts
 * @param unknown the treatment of attempts while the sets have never had a value
 * @param log how often a refused or observed opening is logged
 * @param review a day on which to remind the administrator
 * @param opens whether the peers that it accepts pass whatever other rules of the host say
 */
public record Rule(
    String name,
    Span span,
    RuleScope scope,
    Accept accept,
    Optional<Refusal> otherwise,
    List<LiteralSource> never,
    Unknown unknown,
    Optional<LogRate> log,
    Optional<LocalDate> review,
    boolean opens) {
  public Rule {
    never = List.copyOf(never);
    if (otherwise.isEmpty() != accept instanceof Accept.Any) {
      throw new IllegalArgumentException("rule " + name + " is not complete");
    }
  }

  /** Returns which packets it judges; empty for a rule of mail. */
  public Optional<RuleScope.Packets> packets() {
    return switch (scope) {
      case RuleScope.Packets packets -> Optional.of(packets);
      case RuleScope.Mail _ -> Optional.empty();
    };
  }

  /** Returns a copy that accepts others. */
  public Rule withAccept(Accept other) {
    return new Rule(name, span, scope, other, otherwise, never, unknown, log, review, opens);
  }

  /** Returns a copy with another verdict on the rest. */
  public Rule withOtherwise(Refusal verdict) {
    return new Rule(
        name, span, scope, accept, Optional.of(verdict), never, unknown, log, review, opens);
  }

  /** The treatment of attempts while no source of the rule ever answered. */
  public enum Unknown {
    /** No refusing rule is loaded. */
    OPEN,
    /** The rule refuses every peer that it does not know. */
    CLOSED
  }

  /** The fate of established connections of peers that are no longer accepted. */
  public enum Running {
    KEEP,
    CUT
  }

  /** The peers that a rule accepts. */
  public sealed interface Accept {
    /** Every peer: the rule only promises not to block. */
    record Any() implements Accept {}

    /** No peer: closes the port. */
    record None() implements Accept {}

    /**
     * The members of these sets.
     *
     * @param names never empty
     */
    record Sets(List<String> names) implements Accept {
      public Sets {
        names = List.copyOf(names);
      }
    }
  }
}
