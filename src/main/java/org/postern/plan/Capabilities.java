package org.postern.plan;

import static org.postern.plan.Capabilities.Road.DIRECT;
import static org.postern.policy.InterfaceNames.LINUX;
import static org.postern.policy.InterfaceNames.WINDOWS;

import java.util.Set;
import org.postern.address.Family;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;

/**
 * The capabilities of a target, as data.
 *
 * @param target the name of the target, or of the kind of targets
 * @param families the address families it can judge
 * @param hooks the hooks on which it can judge packets; none for a mail server, which judges mail
 * @param verdicts the verdicts that it can give on peers that are not accepted
 * @param maxPrefixes how many prefixes one rule may accept
 * @param unit the unit of {@code maxPrefixes}
 * @param abilities the further abilities
 * @param mail the abilities concerning mail
 * @param interfaces the names of interfaces that a rule may have for it
 * @param road the party that brings about a change
 */
public record Capabilities(
    String target,
    Set<Family> families,
    Set<Hook> hooks,
    Set<Refusal> verdicts,
    int maxPrefixes,
    Unit unit,
    Set<Ability> abilities,
    MailAbilities mail,
    InterfaceNames interfaces,
    Road road) {
  public Capabilities {
    families = Set.copyOf(families);
    hooks = Set.copyOf(hooks);
    verdicts = Set.copyOf(verdicts);
    abilities = Set.copyOf(abilities);
  }

  /** An ability that some targets have and others lack. */
  public enum Ability {
    /** The target counts accepted and refused openings. */
    COUNTS,
    /** The target changes everything or nothing in one step. */
    ATOMIC,
    /**
     * A rule that is open for a while is closed by the system itself, when nothing of ours runs.
     */
    CLOSES,
    /** The target tells which peers were refused or observed. */
    REMEMBERS,
    /** An accept of ours can be final: nothing that comes after it can refuse the peer. */
    OPENS,
    /** The target can tell us at once of peers that are not accepted. */
    LEARNS
  }

  /** The unit in which the entries of a rule are limited. */
  public enum Unit {
    /** Prefixes, of each family. */
    PREFIXES,
    /** IPv4 addresses, each for itself. */
    ADDRESSES
  }

  /** The party that brings about a change of a target. */
  public enum Road {
    /** Postern, or a script of it. */
    DIRECT("Postern"),
    /** A person, by a sheet, who attests it. */
    BY_HAND("a person"),
    /** The readers of what is published. */
    PUBLISHED("its readers");

    private final String text;

    Road(String text) {
      this.text = text;
    }

    /** Returns the words that are printed. */
    public String text() {
      return text;
    }
  }

  /** Returns the capabilities of a target on Linux that judges packets only. */
  public static Capabilities ofPackets(
      String target,
      Set<Family> families,
      Set<Hook> hooks,
      Set<Refusal> verdicts,
      int maxPrefixes,
      Ability... abilities) {
    return of(target, families, hooks, verdicts, maxPrefixes, MailAbilities.NONE, abilities);
  }

  /** Returns the capabilities of a target that judges mail only. */
  public static Capabilities ofMail(
      String target,
      Set<Family> families,
      Set<Refusal> verdicts,
      int maxPrefixes,
      MailAbilities mail,
      Ability... abilities) {
    return of(target, families, Set.of(), verdicts, maxPrefixes, mail, abilities);
  }

  private static Capabilities of(
      String target,
      Set<Family> families,
      Set<Hook> hooks,
      Set<Refusal> verdicts,
      int most,
      MailAbilities mail,
      Ability... able) {
    return new Capabilities(
        target, families, hooks, verdicts, most, Unit.PREFIXES, Set.of(able), mail, LINUX, DIRECT);
  }

  /** Returns a copy for a target that is called so. */
  public Capabilities named(String name) {
    return new Capabilities(
        name, families, hooks, verdicts, maxPrefixes, unit, abilities, mail, interfaces, road);
  }

  /** Returns a copy for a target on Windows. */
  public Capabilities onWindows() {
    return new Capabilities(
        target, families, hooks, verdicts, maxPrefixes, unit, abilities, mail, WINDOWS, road);
  }

  /** Returns a copy of which others bring about what is meant. */
  public Capabilities by(Road other) {
    return new Capabilities(
        target, families, hooks, verdicts, maxPrefixes, unit, abilities, mail, interfaces, other);
  }

  /** Tells whether it can judge what is of that kind. */
  public boolean judges(Scope scope) {
    return switch (scope) {
      case Scope.Packets _ -> !hooks.isEmpty();
      case Scope.Mail _ -> mail.judged();
    };
  }

  /** Tells whether it has an ability. */
  public boolean can(Ability ability) {
    return abilities.contains(ability);
  }

  /**
   * Tells whether a rule that is open for a while can be held open, and has to be closed by
   * something of ours: a mail server holds it as one that observes, until its files say otherwise.
   */
  public boolean isClosedByUs() {
    return !can(Ability.CLOSES) && hooks.isEmpty() && road == DIRECT;
  }
}
