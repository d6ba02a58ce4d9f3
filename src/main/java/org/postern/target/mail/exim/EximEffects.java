package org.postern.target.mail.exim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Judgement;
import org.postern.target.mail.PrefixNames;
import org.postern.target.mail.exim.AclText.Statement;

/** Finds what other statements in the ACLs of Exim take from the effect of one rule. */
final class EximEffects {
  private static final String ACCEPT = "accept";
  private static final String DISCARD = "discard";
  private static final String EVERY_USER = "authenticated = *";

  /** The ports at which users submit mail (RFC 8314 3.3). */
  private static final Set<String> OF_USERS =
      Set.of("587", "465", "submission", "submissions", "smtps");

  private final EximOptions options;
  private final AclText text;
  private final AccessRule rule;
  private final List<Effect> found = new ArrayList<>();

  EximEffects(EximOptions options, AclText text, AccessRule rule) {
    this.options = options;
    this.text = text;
    this.rule = rule;
  }

  List<Effect> find() {
    Optional<String> acl = text.forRecipients();
    if (acl.isEmpty()) {
      String set = text.settings().getOrDefault("acl_smtp_rcpt", "");
      add(
          set.isEmpty() ? Effect.Kind.NONE : Effect.Kind.UNTOLD,
          "acl_smtp_rcpt",
          set.isEmpty() ? "is not set" : "is \"" + set + "\", which names no ACL of its own");
      return found;
    }
    List<Statement> all = text.statements(acl.get());
    int first = all.size();
    for (Statement ours : new Fragment(options).among(all, rule)) {
      int at = all.indexOf(ours);
      if (at < 0) {
        missing(acl.get(), ours);
        return found;
      }
      first = Math.min(first, at);
    }
    all.subList(0, first).forEach(statement -> before(acl.get(), statement));
    portsOfUsers();
    return found;
  }

  /** A statement that is there in another form, or in another ACL, may do what is meant. */
  private void missing(String acl, Statement ours) {
    String list = ours.value("domains").orElse("");
    for (var other : text.acls().entrySet()) {
      for (Statement statement : other.getValue()) {
        if (statement.value("domains").filter(list::equals).isPresent()) {
          String how =
              other.getKey().equals(acl)
                  ? "has a statement for %s that is not the one to add"
                  : "has the statement for %s, and acl_smtp_rcpt names " + acl;
          add(Effect.Kind.UNTOLD, "ACL " + other.getKey(), how.formatted(list), hook());
          return;
        }
      }
    }
    add(Effect.Kind.NONE, "ACL " + acl, "does not name " + list, hook());
  }

  private String hook() {
    return "postern hook " + options.target();
  }

  /** Notes what a statement before ours decides. */
  private void before(String acl, Statement statement) {
    List<String> conditions = statement.conditions();
    boolean decides = statement.verb().equals(ACCEPT) || statement.verb().equals(DISCARD);
    if (decides && conditions.isEmpty()) {
      add(
          Effect.Kind.NONE,
          "ACL " + acl,
          "has \"%s\" before it".formatted(statement.text()),
          hook());
    } else if (decides && !conditions.equals(List.of(EVERY_USER))) {
      accepted(acl, statement);
    } else if (decides && rule.refusal() == Judgement.REFUSED && !sparesUsers()) {
      add(
          Effect.Kind.PART,
          "ACL " + acl,
          "lets authenticated users past, which the rule does not spare",
          hook());
    } else if (!decides
        && conditions.stream().anyMatch(one -> one.startsWith("verify = recipient"))) {
      add(
          Effect.Kind.UNTOLD,
          "ACL " + acl,
          "verifies recipients before it, so that any client learns which there are");
    }
  }

  /**
   * Finds users who are refused, since one ACL serves all ports, those at which users submit mail
   * included.
   */
  private void portsOfUsers() {
    String ports = text.settings().getOrDefault("daemon_smtp_ports", "");
    boolean users = Stream.of(ports.split("[\\s:;<]+", -1)).anyMatch(OF_USERS::contains);
    if (users && rule.refusal() == Judgement.REFUSED && !sparesUsers()) {
      add(
          Effect.Kind.HARM,
          "daemon_smtp_ports = " + ports,
          "has users judged who hand in their mail there, and the rule does not spare them");
    }
  }

  private void accepted(String acl, Statement statement) {
    HostItems hosts =
        statement
            .value("hosts")
            .map(list -> HostItems.of(list, text.settings()))
            .orElseGet(() -> new HostItems(AddressSet.none(), List.of(statement.text())));
    AddressSet past = hosts.addresses().subtract(rule.peers().asSet());
    boolean byHosts = statement.value("hosts").isPresent();
    if (!byHosts || !hosts.untold().isEmpty()) {
      add(
          Effect.Kind.PART,
          "ACL " + acl,
          "has \"%s\" before it, which lets past what fits".formatted(statement.text()));
    } else if (!past.isEmpty()) {
      add(
          Effect.Kind.PART,
          "ACL " + acl,
          "has \"%s\" before it, which lets past %s"
              .formatted(statement.text(), PrefixNames.some(past)));
    }
  }

  private boolean sparesUsers() {
    return rule.mail().spareAuthenticated();
  }

  private void add(Effect.Kind kind, String where, String why, String... remedies) {
    Effect effect = new Effect(rule.name(), kind, where, why, List.of(remedies));
    if (!found.contains(effect)) {
      found.add(effect);
    }
  }
}
