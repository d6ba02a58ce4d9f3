package org.postern.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;

/**
 * Which TCP connection openings are judged, whom the rule accepts, and what happens to the rest.
 *
 * @param name like a set's name
 * @param span where it is written
 * @param hooks where the packet is seen, never empty
 * @param interfaces the packet came in by one of these; empty means any
 * @param servers the server address as the client dialled it; empty optional means any
 * @param port the TCP port as the client dialled it
 * @param accept whom it accepts
 * @param otherwise what happens to the rest; empty exactly when the rule accepts any
 * @param never peers this rule never accepts
 * @param unknown what happens while the sets have never had a value
 * @param running what becomes of connections of peers no longer accepted
 * @param log how often a refused or observed opening is logged
 * @param review a day on which to remind the administrator
 * @param opens whether whom it accepts passes whatever else the host's filter says
 */
public record Rule(
    String name,
    Span span,
    Set<Hook> hooks,
    List<String> interfaces,
    Optional<AddressSet> servers,
    int port,
    Accept accept,
    Optional<Verdict> otherwise,
    List<SourceSpec.Literal> never,
    Unknown unknown,
    Running running,
    Optional<LogRate> log,
    Optional<LocalDate> review,
    boolean opens) {
  public Rule {
    hooks = Set.copyOf(hooks);
    interfaces = List.copyOf(interfaces);
    never = List.copyOf(never);
    if (hooks.isEmpty() || otherwise.isEmpty() != accept instanceof Accept.Any) {
      throw new IllegalArgumentException("rule " + name + " is not complete");
    }
  }

  /** The same, accepting others. */
  public Rule withAccept(Accept other) {
    return new Rule(
        name,
        span,
        hooks,
        interfaces,
        servers,
        port,
        other,
        otherwise,
        never,
        unknown,
        running,
        log,
        review,
        opens);
  }

  /** The same with something else happening to the rest. */
  public Rule withOtherwise(Verdict verdict) {
    return new Rule(
        name,
        span,
        hooks,
        interfaces,
        servers,
        port,
        accept,
        Optional.of(verdict),
        never,
        unknown,
        running,
        log,
        review,
        opens);
  }

  /** What happens while no source of the rule ever answered. */
  public enum Unknown {
    /** No refusing rule is loaded. */
    OPEN,
    /** The rule refuses everybody it does not know. */
    CLOSED
  }

  /** What becomes of connections of peers no longer accepted. */
  public enum Running {
    KEEP,
    CUT
  }

  /** Whom a rule accepts. */
  public sealed interface Accept {
    /** Everybody: the rule only promises not to block. */
    record Any() implements Accept {}

    /** Nobody: closes the port. */
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
