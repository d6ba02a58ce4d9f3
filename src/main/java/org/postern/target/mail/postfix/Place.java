package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.List;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;

/**
 * Where main.cf has to name the maps of one rule: among the restrictions on clients, for a rule
 * that is for all recipients; else the map of recipients among the restrictions on recipients,
 * which leads to a class of restrictions with the map of clients.
 *
 * @param rule its name
 * @param all whether the rule is for all recipients
 * @param spares whether authenticated users are let past
 * @param clients the map of clients, {@code cidr:FILE}
 * @param recipients the map of recipients, {@code regexp:FILE}
 */
record Place(String rule, boolean all, boolean spares, String clients, String recipients) {
  static final String AUTHENTICATED = "permit_sasl_authenticated";
  private static final String CLIENT_ACCESS = "check_client_access";
  private static final String RECIPIENT_ACCESS = "check_recipient_access";

  /** That of a rule of mail. */
  static Place of(AccessRule rule, PostfixOptions options) {
    Scope.Mail scope =
        switch (rule.scope()) {
          case Scope.Mail mail -> mail;
          case Scope.Packets _ -> throw new IllegalStateException("a rule of packets");
        };
    return new Place(
        rule.name(),
        scope.recipients() instanceof Recipients.All,
        scope.spareAuthenticated(),
        options.named("cidr", PostfixSystem.clients(rule.name())),
        options.named("regexp", PostfixSystem.RECIPIENTS));
  }

  /** The parameter in whose list ours has to stand. */
  String parameter() {
    return all ? Settings.CLIENT : Settings.RECIPIENT;
  }

  /** The class of restrictions of a rule for some domains. */
  String restrictionClass() {
    return RecipientMap.restrictionClass(rule);
  }

  /** What has to stand in the list. */
  List<String> ours() {
    return all ? List.of(CLIENT_ACCESS, clients) : List.of(RECIPIENT_ACCESS, recipients);
  }

  /** Where ours stands in a list; -1 where it does not. */
  int indexIn(Restrictions list) {
    return list.indexOf(ours().getFirst(), ours().getLast());
  }

  /** What stands before ours. */
  List<String> leading() {
    return all && spares ? List.of(AUTHENTICATED) : List.of();
  }

  /** The restrictions of the class. */
  String definition() {
    List<String> words = new ArrayList<>();
    if (spares) {
      words.add(AUTHENTICATED);
    }
    words.add(CLIENT_ACCESS + " " + clients);
    return String.join(", ", words);
  }

  /** Whether the class leads to the map of clients, or there has to be none. */
  boolean isDefined(Settings settings) {
    return all
        || (settings.restrictions(Settings.CLASSES).contains(restrictionClass())
            && settings.restrictions(restrictionClass()).indexOf(CLIENT_ACCESS, clients) >= 0);
  }

  /** Whether authenticated users are let past before clients are looked at. */
  boolean isSparing(Settings settings, Restrictions before) {
    return (all ? before : settings.restrictions(restrictionClass())).contains(AUTHENTICATED);
  }
}
