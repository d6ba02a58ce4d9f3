package org.postern.plan;

import java.util.Set;
import org.postern.address.Family;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;

/**
 * What a target can do, as data.
 *
 * @param target its name; of a kind of targets, that of the kind
 * @param families the address families it can judge
 * @param hooks where it can judge packets; none for a mail server, which judges mail
 * @param verdicts what it can do to peers that are not accepted
 * @param maxPrefixes how many prefixes one rule may accept
 * @param counts whether it counts accepted and refused openings
 * @param atomic whether one step changes everything or nothing
 * @param closes whether a rule that is open for a while is closed by the system itself, when
 *     nothing of ours runs
 * @param remembers whether it tells which peers were refused or observed
 * @param opens whether an accept of ours can be final there: nothing that comes after it can refuse
 *     the peer
 * @param interfaces the names of interfaces that a rule may have for it
 * @param listeners whether it tells apart at which port mail came in; otherwise it has one listener
 */
public record Capabilities(
    String target,
    Set<Family> families,
    Set<Hook> hooks,
    Set<Refusal> verdicts,
    int maxPrefixes,
    boolean counts,
    boolean atomic,
    boolean closes,
    boolean remembers,
    boolean opens,
    InterfaceNames interfaces,
    boolean listeners) {
  public Capabilities {
    families = Set.copyOf(families);
    hooks = Set.copyOf(hooks);
    verdicts = Set.copyOf(verdicts);
  }

  /** Whether it can judge what is of that kind. */
  public boolean judges(Scope scope) {
    return switch (scope) {
      case Scope.Packets _ -> !hooks.isEmpty();
      case Scope.Mail _ -> hooks.isEmpty();
    };
  }

  /**
   * Whether a rule that is open for a while can be held open, and has to be closed by something of
   * ours: a mail server holds it as one that observes, until its files say otherwise.
   */
  public boolean isClosedByUs() {
    return !closes && hooks.isEmpty();
  }

  /** Those of a target that has one listener, or judges packets. */
  public Capabilities(
      String target,
      Set<Family> families,
      Set<Hook> hooks,
      Set<Refusal> verdicts,
      int maxPrefixes,
      boolean counts,
      boolean atomic,
      boolean closes,
      boolean remembers,
      boolean opens,
      InterfaceNames interfaces) {
    this(
        target,
        families,
        hooks,
        verdicts,
        maxPrefixes,
        counts,
        atomic,
        closes,
        remembers,
        opens,
        interfaces,
        false);
  }

  /** Those of a target on Linux. */
  public Capabilities(
      String target,
      Set<Family> families,
      Set<Hook> hooks,
      Set<Refusal> verdicts,
      int maxPrefixes,
      boolean counts,
      boolean atomic,
      boolean closes,
      boolean remembers,
      boolean opens) {
    this(
        target,
        families,
        hooks,
        verdicts,
        maxPrefixes,
        counts,
        atomic,
        closes,
        remembers,
        opens,
        InterfaceNames.LINUX);
  }

  /** Returns a copy for a target that is called so. */
  public Capabilities named(String name) {
    return new Capabilities(
        name,
        families,
        hooks,
        verdicts,
        maxPrefixes,
        counts,
        atomic,
        closes,
        remembers,
        opens,
        interfaces,
        listeners);
  }

  /** Returns a copy that tells apart at which port mail came in. */
  public Capabilities tellingListeners() {
    return new Capabilities(
        target,
        families,
        hooks,
        verdicts,
        maxPrefixes,
        counts,
        atomic,
        closes,
        remembers,
        opens,
        interfaces,
        true);
  }
}
