package org.postern.command.view;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.postern.address.Prefix;
import org.postern.host.RecordTree;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Hook;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;

/**
 * The scope of a rule: packets or mail. Members of the other kind are empty.
 *
 * @param hook the hooks on which it judges; {@code smtp} for mail
 * @param in the interfaces by which packets come
 * @param to the servers that packets are for; empty for any
 * @param recipients the sets of domains whose mail is judged; empty for mail to any domain
 * @param port the ports as {@link PortsTree} writes it; empty for mail at any port
 * @param running the fate of connections that were accepted before
 * @param spare the clients whose mail is not judged
 * @param reply the text that a refused peer is told; empty where the rule does not say it
 */
public record ScopeDocument(
    List<String> hook,
    Optional<List<String>> in,
    Optional<List<String>> to,
    @RecordTree.Name("for") Optional<List<String>> recipients,
    Optional<Object> port,
    Optional<Rule.Running> running,
    Optional<List<String>> spare,
    Optional<String> reply) {
  public ScopeDocument {
    hook = List.copyOf(hook);
  }

  static ScopeDocument of(RuleScope scope) {
    return switch (scope) {
      case RuleScope.Packets packets -> of(packets);
      case RuleScope.Mail mail -> of(mail);
    };
  }

  private static ScopeDocument of(RuleScope.Packets packets) {
    return new ScopeDocument(
        packets.hooks().stream().map(Hook::text).toList(),
        Optional.of(List.copyOf(new TreeSet<>(packets.interfaces()))),
        packets.servers().map(set -> set.prefixes().stream().map(Prefix::text).toList()),
        Optional.empty(),
        Optional.of(PortsTree.write(packets.ports())),
        Optional.of(packets.running()),
        Optional.empty(),
        Optional.empty());
  }

  private static ScopeDocument of(RuleScope.Mail mail) {
    return new ScopeDocument(
        List.of("smtp"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(mail.recipients()).filter(all -> !all.isEmpty()),
        mail.listener().map(PortsTree::write),
        Optional.empty(),
        Optional.of(mail.spareAuthenticated() ? List.of("authenticated") : List.of()),
        Optional.of(mail.reply()).filter(text -> !text.isEmpty()));
  }
}
