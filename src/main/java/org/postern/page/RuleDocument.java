package org.postern.page;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.host.RecordTree;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;

/**
 * A rule for programs.
 *
 * @param rule the name of the rule
 * @param line the line of the policy where it is written
 * @param judged the traffic that it judges
 * @param accept the names of sets, or "any" or "none"
 * @param otherwise what happens to the rest; empty where there is none
 * @param never peers that it never accepts
 * @param review a day on which to remind the administrator
 * @param prefixes the prefixes that it accepts; empty while it is not in force
 * @param withheld how many further prefixes it accepts; empty where there are none
 */
public record RuleDocument(
    String rule,
    String line,
    @RecordTree.Inline Judged judged,
    Object accept,
    Optional<String> otherwise,
    List<String> never,
    Optional<LocalDate> review,
    Optional<List<String>> prefixes,
    Optional<Integer> withheld) {
  public RuleDocument {
    never = List.copyOf(never);
  }

  static RuleDocument of(Rule rule, Subject subject) {
    return new RuleDocument(
        rule.name(),
        rule.span().position(),
        Judged.of(rule.scope()),
        accept(rule.accept()),
        rule.otherwise().map(Refusal::text),
        rule.never().stream().map(one -> one.interval().toString()).toList(),
        rule.review(),
        subject.prepared().meaning().ruleset().rule(rule.name()).map(RuleDocument::prefixes),
        Optional.ofNullable(subject.withheld().peers().get(rule.name())));
  }

  private static Object accept(Rule.Accept accept) {
    return switch (accept) {
      case Rule.Accept.Any _ -> "any";
      case Rule.Accept.None _ -> "none";
      case Rule.Accept.Sets sets -> sets.names();
    };
  }

  private static List<String> prefixes(AccessRule rule) {
    return rule.peers() instanceof Peers.Only only
        ? texts(only.addresses())
        : List.of("0.0.0.0/0", "::/0");
  }

  /** Returns the prefixes of a set. */
  static List<String> texts(AddressSet set) {
    return set.prefixes().stream().map(one -> one.text()).toList();
  }

  /** The traffic that a rule judges. */
  public sealed interface Judged {
    /** Returns the document of a scope. */
    private static Judged of(RuleScope scope) {
      return switch (scope) {
        case RuleScope.Packets packets ->
            new Packets(
                packets.hooks().stream().map(one -> one.text()).toList(),
                packets.interfaces(),
                packets.servers().map(RuleDocument::texts),
                PortsTree.write(packets.ports()));
        case RuleScope.Mail mail ->
            new Mail(List.of("smtp"), mail.recipients(), mail.listener().map(PortsTree::write));
      };
    }
  }

  /**
   * The packets that a rule judges.
   *
   * @param hooks the hooks where the packets are seen
   * @param in interfaces by which they come; empty for any
   * @param to the dialled addresses; empty optional for any
   * @param port the dialled ports: numbers, and ranges as texts
   */
  public record Packets(List<String> hooks, List<String> in, Optional<List<String>> to, Object port)
      implements Judged {
    public Packets {
      hooks = List.copyOf(hooks);
      in = List.copyOf(in);
    }
  }

  /**
   * The mail that a rule judges.
   *
   * @param hooks the hooks by which the mail comes to a mail server
   * @param recipients the names of sets of domains; empty for all recipients
   * @param port the port at which the server listens for it; empty for any
   */
  public record Mail(
      List<String> hooks, @RecordTree.Name("for") List<String> recipients, Optional<Object> port)
      implements Judged {
    public Mail {
      hooks = List.copyOf(hooks);
      recipients = List.copyOf(recipients);
    }
  }
}
