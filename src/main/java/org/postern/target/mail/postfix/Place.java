package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.List;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;

/**
 * The place in main.cf of the maps of one rule: among the restrictions on clients, for a rule that
 * is for all recipients; else the map of recipients among the restrictions on recipients, which
 * leads to a class of restrictions with the map of clients.
 *
 * @param rule the name of the rule
 * @param all whether the rule is for all recipients
 * @param spares whether authenticated users are let past
 * @param byName whether the rule accepts clients by name
 * @param addresses the map of clients, {@code cidr:FILE}
 * @param names the map of names before it, {@code unionmap:{regexp:FILE,cidr:FILE}}
 * @param recipients the map of recipients, {@code regexp:FILE}
 */
record Place(
    String rule,
    boolean all,
    boolean spares,
    boolean byName,
    String addresses,
    String names,
    String recipients) {
  static final String AUTHENTICATED = "permit_sasl_authenticated";
  private static final String CLIENT_ACCESS = "check_client_access";
  private static final String RECIPIENT_ACCESS = "check_recipient_access";

  /** Returns the place of a rule of mail. */
  static Place of(AccessRule rule, PostfixOptions options) {
    Scope.Mail scope =
        switch (rule.scope()) {
          case Scope.Mail mail -> mail;
          case Scope.Packets _ -> throw new IllegalStateException("a rule of packets");
        };
    String addresses = options.named("cidr", PostfixSystem.clients(rule.name()));
    String names = options.named("regexp", PostfixSystem.names(rule.name()));
    return new Place(
        rule.name(),
        scope.recipients() instanceof Recipients.All,
        scope.spareAuthenticated(),
        !scope.names().isEmpty(),
        addresses,
        "unionmap:{%s,%s}".formatted(names, addresses),
        options.named("regexp", PostfixSystem.RECIPIENTS));
  }

  /** Returns the parameter in whose list ours has to stand. */
  String parameter() {
    return all ? Settings.CLIENT : Settings.RECIPIENT;
  }

  /** Returns the class of restrictions of a rule for some domains. */
  String restrictionClass() {
    return RecipientMap.restrictionClass(rule);
  }

  private String clients() {
    return byName ? names : addresses;
  }

  /** Returns the words that have to stand in the list. */
  List<String> ours() {
    return all ? List.of(CLIENT_ACCESS, clients()) : List.of(RECIPIENT_ACCESS, recipients);
  }

  /** A list without what stood there when names were looked at, or were not. */
  Restrictions withoutOther(Restrictions list) {
    return list.without(List.of(CLIENT_ACCESS, byName ? addresses : names));
  }

  /**
   * Returns the index of our restriction in a list, whether with names or without; -1 where it is
   * not there.
   */
  int indexIn(Restrictions list) {
    return all ? clientsIn(list) : list.indexOf(RECIPIENT_ACCESS, recipients);
  }

  private int clientsIn(Restrictions list) {
    int index = list.indexOf(CLIENT_ACCESS, names);
    return index < 0 ? list.indexOf(CLIENT_ACCESS, addresses) : index;
  }

  /** Tells whether the names of the rule are looked at, or there are none. */
  boolean isNamed(Settings settings, Restrictions list) {
    Restrictions where = all ? list : settings.restrictions(restrictionClass());
    return !byName || where.indexOf(CLIENT_ACCESS, names) >= 0;
  }

  /** Returns the words before ours in the list. */
  List<String> leading() {
    return all && spares ? List.of(AUTHENTICATED) : List.of();
  }

  /** Returns the restrictions of the class. */
  String definition() {
    List<String> words = new ArrayList<>();
    if (spares) {
      words.add(AUTHENTICATED);
    }
    words.add(CLIENT_ACCESS + " " + clients());
    return String.join(", ", words);
  }

  /** Tells whether the class leads to the map of clients, or there has to be none. */
  boolean isDefined(Settings settings) {
    return all
        || (settings.restrictions(Settings.CLASSES).contains(restrictionClass())
            && clientsIn(settings.restrictions(restrictionClass())) >= 0);
  }

  /** Tells whether authenticated users are let past before clients are looked at. */
  boolean isSparing(Settings settings, Restrictions before) {
    return (all ? before : settings.restrictions(restrictionClass())).contains(AUTHENTICATED);
  }
}
