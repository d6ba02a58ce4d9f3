package org.postern.target.sheet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Capabilities;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;

/** Systems that a person changes, each with what it can do, as data. */
enum SheetSystem {
  /** GroupWise Internet Agent: a class of service, which the agent reads when it starts. */
  GROUPWISE(
      "groupwise",
      "GroupWise Internet Agent, 6.0 and later",
      Family.IP,
      WholePeers.MAIL,
      1024,
      Form.EACH_ADDRESS,
      Wordings.GROUPWISE),
  /** Lotus Domino: the inbound controls of a configuration document. */
  DOMINO(
      "domino", "Lotus Domino, 6 and later", WholePeers.MAIL, 1000, Form.BRACKETS, Wordings.DOMINO),
  /** Exchange 5.5: rows of hosts of the Internet Mail Service (Microsoft KB 155920). */
  EXCHANGE55(
      "exchange55",
      "Exchange 5.5",
      Family.IP,
      WholePeers.MAIL,
      500,
      Form.HOST_ROW,
      Wordings.EXCHANGE55),
  /** Exchange 2000 and 2003: connection control of an SMTP virtual server. */
  EXCHANGE2003(
      "exchange2003",
      "Exchange 2000 and 2003",
      Family.IP,
      WholePeers.MAIL,
      1000,
      Form.COMPUTER_OR_GROUP,
      Wordings.EXCHANGE2003),
  /** Google Workspace: the inbound gateway; users send through other servers of Google. */
  GOOGLE_WORKSPACE(
      "google-workspace",
      "Google Workspace (Gmail)",
      new Capabilities.MailAbilities(true, false, false, true, false),
      1000,
      Form.PREFIX,
      Wordings.GOOGLE_WORKSPACE),
  /** Whatever has a list of peers. */
  ANY("any", "any firewall or mail server", 5000);

  private final String word;
  private final String title;
  private final Capabilities capabilities;
  private final Form form;
  private final Wording wording;

  SheetSystem(
      String word,
      String title,
      Family family,
      Capabilities.MailAbilities mail,
      int most,
      Form form,
      Wording wording) {
    this(
        word, title, capabilities(Set.of(family), Set.of(), mail, most, unit(form)), form, wording);
  }

  SheetSystem(
      String word,
      String title,
      Capabilities.MailAbilities mail,
      int most,
      Form form,
      Wording wording) {
    this(
        word,
        title,
        capabilities(EnumSet.allOf(Family.class), Set.of(), mail, most, unit(form)),
        form,
        wording);
  }

  SheetSystem(String word, String title, int most) {
    this(
        word,
        title,
        capabilities(
            EnumSet.allOf(Family.class),
            EnumSet.allOf(Hook.class),
            new Capabilities.MailAbilities(true, true, true, true, true),
            most,
            Capabilities.Unit.PREFIXES),
        Form.ALL,
        Wordings.ANY);
  }

  SheetSystem(String word, String title, Capabilities capabilities, Form form, Wording wording) {
    this.word = word;
    this.title = title;
    this.capabilities = capabilities;
    this.form = form;
    this.wording = wording;
  }

  /** A peer is taken or refused, whoever it is; an empty list may mean every peer. */
  private static final class WholePeers {
    static final Capabilities.MailAbilities MAIL =
        new Capabilities.MailAbilities(true, false, false, false, false);

    private WholePeers() {}
  }

  private static Capabilities.Unit unit(Form form) {
    return form == Form.EACH_ADDRESS ? Capabilities.Unit.ADDRESSES : Capabilities.Unit.PREFIXES;
  }

  private static Capabilities capabilities(
      Set<Family> families,
      Set<Hook> hooks,
      Capabilities.MailAbilities mail,
      int most,
      Capabilities.Unit unit) {
    return new Capabilities(
        SheetKind.NAME,
        families,
        hooks,
        hooks.isEmpty()
            ? Set.of(Refusal.REJECT)
            : Set.of(Refusal.DROP, Refusal.REJECT, Refusal.DEFER),
        most,
        false,
        false,
        false,
        false,
        false,
        InterfaceNames.LINUX,
        unit,
        mail,
        Capabilities.Road.BY_HAND);
  }

  /** The word of a policy. */
  String word() {
    return word;
  }

  /** What it is called in a heading. */
  String title() {
    return title;
  }

  /** What it can do. */
  Capabilities capabilities() {
    return capabilities;
  }

  /** How it spells entries. */
  Form form() {
    return form;
  }

  /** What a person does there. */
  Wording wording() {
    return wording;
  }

  /** Whether it has one list of peers, whatever the rules are called. */
  boolean hasOneList() {
    return this != ANY;
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(SheetSystem::word).toList();
  }

  /** By its word. */
  static Optional<SheetSystem> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
