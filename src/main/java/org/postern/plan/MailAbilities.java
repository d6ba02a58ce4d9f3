package org.postern.plan;

/**
 * The abilities of a target concerning mail.
 *
 * @param judged whether it judges mail at all
 * @param listeners whether it tells apart at which port mail came in; otherwise it has one listener
 * @param recipients whether it judges each recipient; otherwise it judges a peer as a whole
 * @param spares whether it can let clients pass that have proven who they are
 * @param refusesAll whether it can refuse every peer; otherwise an empty list means every peer, or
 *     is not taken
 * @param names what the target knows of the names of its clients
 */
public record MailAbilities(
    boolean judged,
    boolean listeners,
    boolean recipients,
    boolean spares,
    boolean refusesAll,
    ClientNames names) {
  /** The abilities of a target that judges packets only. */
  public static final MailAbilities NONE = new MailAbilities(false, false, false, false, false);

  /** The abilities of a mail server with one listener. */
  public static final MailAbilities EACH_RECIPIENT =
      new MailAbilities(true, false, true, true, true);

  /** The abilities of a server that accepts or refuses a peer by its address alone. */
  public static final MailAbilities WHOLE_PEERS =
      new MailAbilities(true, false, false, false, true);

  /** The knowledge that a mail server has of the names of its clients. */
  public enum ClientNames {
    /** It knows nothing, or a name that was not looked up again for its address. */
    UNKNOWN,
    /** The confirmed name. A client whose name cannot be looked up now is put off. */
    PUT_OFF_ON_FAILURE,
    /** The confirmed name. A client whose name cannot be looked up now counts as one without. */
    REFUSED_ON_FAILURE
  }

  /** The abilities of a server that identifies clients by address only. */
  public MailAbilities(
      boolean judged, boolean listeners, boolean recipients, boolean spares, boolean refusesAll) {
    this(judged, listeners, recipients, spares, refusesAll, ClientNames.UNKNOWN);
  }

  /** Returns a copy that knows so much of names. */
  public MailAbilities withNames(ClientNames other) {
    return new MailAbilities(judged, listeners, recipients, spares, refusesAll, other);
  }

  /** Returns a copy that tells apart at which port mail came in. */
  public MailAbilities withListeners() {
    return new MailAbilities(judged, true, recipients, spares, refusesAll, names);
  }
}
