package org.postern.target.sheet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Capabilities;
import org.postern.plan.MailAbilities;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;

/** Systems that a person changes, each with what it can do, as data. */
enum SheetSystem {
  /** GroupWise Internet Agent: a class of service, which the agent reads when it starts. */
  GROUPWISE("groupwise", "GroupWise Internet Agent, 6.0 and later", 1024, Form.EACH_ADDRESS),
  /** Lotus Domino: the inbound controls of a configuration document. */
  DOMINO("domino", "Lotus Domino, 6 and later", 1000, Form.BRACKETS),
  /** Exchange 5.5: rows of hosts of the Internet Mail Service (Microsoft KB 155920). */
  EXCHANGE55("exchange55", "Exchange 5.5", 500, Form.HOST_ROW),
  /** Exchange 2000 and 2003: connection control of an SMTP virtual server. */
  EXCHANGE2003("exchange2003", "Exchange 2000 and 2003", 1000, Form.COMPUTER_OR_GROUP),
  /** Google Workspace: the inbound gateway; users send through other servers of Google. */
  GOOGLE_WORKSPACE("google-workspace", "Google Workspace (Gmail)", 1000, Form.PREFIX),
  /** SmarterMail: a blacklist of everything else, where its API is not to be used. */
  SMARTERMAIL("smartermail", "SmarterMail, 3 and later", 500, Form.REFUSED_RANGE),
  /** Any system that has a list of peers. */
  ANY("any", "any firewall or mail server", 5000, Form.ALL);

  /** A peer is taken or refused by its address; an empty list may mean every peer. */
  private static final MailAbilities WHOLE_PEERS =
      new MailAbilities(true, false, false, false, false);

  private static final MailAbilities WHOLE_PEERS_OF_25 =
      new MailAbilities(true, false, false, true, false);

  private static final MailAbilities ALL_OF_MAIL = new MailAbilities(true, true, true, true, true);

  private final String word;
  private final String title;
  private final int most;
  private final Form form;

  SheetSystem(String word, String title, int most, Form form) {
    this.word = word;
    this.title = title;
    this.most = most;
    this.form = form;
  }

  /** Returns what the system can do. */
  Capabilities capabilities() {
    return switch (this) {
      case GROUPWISE, EXCHANGE55, EXCHANGE2003, SMARTERMAIL ->
          capabilities(Set.of(Family.IP), Set.of(), WHOLE_PEERS);
      case DOMINO -> capabilities(EnumSet.allOf(Family.class), Set.of(), WHOLE_PEERS);
      case GOOGLE_WORKSPACE ->
          capabilities(EnumSet.allOf(Family.class), Set.of(), WHOLE_PEERS_OF_25);
      case ANY -> capabilities(EnumSet.allOf(Family.class), EnumSet.allOf(Hook.class), ALL_OF_MAIL);
    };
  }

  private Capabilities capabilities(Set<Family> families, Set<Hook> hooks, MailAbilities mail) {
    return new Capabilities(
        SheetKind.NAME,
        families,
        hooks,
        hooks.isEmpty()
            ? Set.of(Refusal.REJECT)
            : Set.of(Refusal.DROP, Refusal.REJECT, Refusal.DEFER),
        most,
        form == Form.EACH_ADDRESS ? Capabilities.Unit.ADDRESSES : Capabilities.Unit.PREFIXES,
        Set.of(),
        mail,
        InterfaceNames.LINUX,
        Capabilities.Road.BY_HAND);
  }

  /** Returns the word of a policy. */
  String word() {
    return word;
  }

  /** Returns the system's name in a heading. */
  String title() {
    return title;
  }

  /** Returns the form in which the system writes entries. */
  Form form() {
    return form;
  }

  /** Returns the words for what a person does there. */
  Wording wording() {
    return switch (this) {
      case GROUPWISE -> Wordings.GROUPWISE;
      case DOMINO -> Wordings.DOMINO;
      case EXCHANGE55 -> Wordings.EXCHANGE55;
      case EXCHANGE2003 -> Wordings.EXCHANGE2003;
      case GOOGLE_WORKSPACE -> Wordings.GOOGLE_WORKSPACE;
      case SMARTERMAIL -> SmarterMailWording.WORDING;
      case ANY -> Wordings.ANY;
    };
  }

  /** Tells whether it has one list of peers, whatever the rules are called. */
  boolean hasOneList() {
    return this != ANY;
  }

  /** Tells whether it lists the peers that it refuses, and not those that it accepts. */
  boolean listsRefused() {
    return form == Form.REFUSED_RANGE;
  }

  /** Returns the words of all systems. */
  static List<String> words() {
    return Arrays.stream(values()).map(SheetSystem::word).toList();
  }

  /** Returns the system of a word. */
  static Optional<SheetSystem> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
