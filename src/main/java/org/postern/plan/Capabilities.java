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
 * @param unit what it counts where prefixes are limited
 * @param mail what it can do to mail
 * @param road who brings about what is meant
 * @param learns whether it can tell us at once of peers that are not accepted
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
    Unit unit,
    MailAbilities mail,
    Road road,
    boolean learns) {
  public Capabilities {
    families = Set.copyOf(families);
    hooks = Set.copyOf(hooks);
    verdicts = Set.copyOf(verdicts);
  }

  /**
   * What a target can do to mail.
   *
   * @param judged whether it judges mail at all
   * @param listeners whether it tells apart at which port mail came in; otherwise it has one
   *     listener
   * @param recipients whether it judges each recipient; otherwise it judges a peer as a whole
   * @param spares whether it can let clients pass that have proven who they are
   * @param refusesAll whether it can refuse every peer; otherwise an empty list means every peer,
   *     or is not taken
   * @param names what it knows of the names of its clients
   */
  public record MailAbilities(
      boolean judged,
      boolean listeners,
      boolean recipients,
      boolean spares,
      boolean refusesAll,
      Names names) {
    /** Those of what knows clients by their addresses alone. */
    public MailAbilities(
        boolean judged, boolean listeners, boolean recipients, boolean spares, boolean refusesAll) {
      this(judged, listeners, recipients, spares, refusesAll, Names.UNKNOWN);
    }

    /** Returns a copy that knows so much of names. */
    public MailAbilities withNames(Names other) {
      return new MailAbilities(judged, listeners, recipients, spares, refusesAll, other);
    }

    /** Of what judges packets alone. */
    public static final MailAbilities NONE = new MailAbilities(false, false, false, false, false);

    /** Of a mail server with one listener. */
    public static final MailAbilities EACH_RECIPIENT =
        new MailAbilities(true, false, true, true, true);

    /** Of a server that takes or refuses a peer, by its address alone. */
    public static final MailAbilities WHOLE_PEERS =
        new MailAbilities(true, false, false, false, true);
  }

  /** What a mail server knows of the names of its clients. */
  public enum Names {
    /** Nothing, or a name that was not looked up again for its address. */
    UNKNOWN,
    /** The confirmed name. A client whose name cannot be looked up now is put off. */
    PUT_OFF_ON_FAILURE,
    /** The confirmed name. A client whose name cannot be looked up now counts as one without. */
    REFUSED_ON_FAILURE
  }

  /** What is counted where the entries of a rule are limited. */
  public enum Unit {
    /** Prefixes, of each family. */
    PREFIXES,
    /** IPv4 addresses, each for itself. */
    ADDRESSES
  }

  /** Who brings about what is meant. */
  public enum Road {
    /** Postern, or a script of it. */
    DIRECT("Postern"),
    /** A person, by a sheet, who attests it. */
    BY_HAND("a person"),
    /** Others, who read what is published. */
    PUBLISHED("its readers");

    private final String text;

    Road(String text) {
      this.text = text;
    }

    /** The words that are printed. */
    public String text() {
      return text;
    }
  }

  /** Whether it can judge what is of that kind. */
  public boolean judges(Scope scope) {
    return switch (scope) {
      case Scope.Packets _ -> !hooks.isEmpty();
      case Scope.Mail _ -> mail.judged();
    };
  }

  /** Whether it tells apart at which port mail came in. */
  public boolean listeners() {
    return mail.listeners();
  }

  /**
   * Whether a rule that is open for a while can be held open, and has to be closed by something of
   * ours: a mail server holds it as one that observes, until its files say otherwise.
   */
  public boolean isClosedByUs() {
    return !closes && hooks.isEmpty() && road == Road.DIRECT;
  }

  /** Those of a target that does not tell us of peers. */
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
      InterfaceNames interfaces,
      Unit unit,
      MailAbilities mail,
      Road road) {
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
        unit,
        mail,
        road,
        false);
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
        Unit.PREFIXES,
        hooks.isEmpty() ? MailAbilities.EACH_RECIPIENT : MailAbilities.NONE,
        Road.DIRECT);
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
        unit,
        mail,
        road,
        learns);
  }

  /** Returns a copy that can tell us of peers that are not accepted. */
  public Capabilities learning() {
    return with(mail, road, true);
  }

  /** Returns a copy that tells apart at which port mail came in. */
  public Capabilities tellingListeners() {
    return with(
        new MailAbilities(
            mail.judged(), true, mail.recipients(), mail.spares(), mail.refusesAll(), mail.names()),
        road,
        learns);
  }

  /** Returns a copy that can do this to mail. */
  public Capabilities with(MailAbilities abilities) {
    return with(abilities, road, learns);
  }

  /** Returns a copy of which others bring about what is meant. */
  public Capabilities with(Road other) {
    return with(mail, other, learns);
  }

  private Capabilities with(MailAbilities abilities, Road other, boolean telling) {
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
        unit,
        abilities,
        other,
        telling);
  }
}
