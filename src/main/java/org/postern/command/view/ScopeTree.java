package org.postern.command.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.postern.address.Prefix;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Hook;
import org.postern.policy.RuleScope;

/** What a rule judges, as members of a tree for programs. */
final class ScopeTree {
  private ScopeTree() {}

  static Map<String, Object> of(RuleScope scope) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (scope) {
      case RuleScope.Packets packets -> {
        tree.put("hook", packets.hooks().stream().map(Hook::text).toList());
        tree.put("in", List.copyOf(new TreeSet<>(packets.interfaces())));
        packets
            .servers()
            .ifPresent(set -> tree.put("to", set.prefixes().stream().map(Prefix::text).toList()));
        tree.put("port", PortsTree.write(packets.ports()));
        tree.put("running", packets.running().name().toLowerCase(Locale.ROOT));
      }
      case RuleScope.Mail mail -> {
        tree.put("hook", List.of("smtp"));
        if (!mail.recipients().isEmpty()) {
          tree.put("for", mail.recipients());
        }
        mail.listener().ifPresent(ports -> tree.put("port", PortsTree.write(ports)));
        tree.put("spare", mail.spareAuthenticated() ? List.of("authenticated") : List.of());
        if (!mail.reply().isEmpty()) {
          tree.put("reply", mail.reply());
        }
      }
    }
    return tree;
  }
}
