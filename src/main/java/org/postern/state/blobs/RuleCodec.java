package org.postern.state.blobs;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.ContentName;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.host.JsonTree;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.tree.MailTree;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;

/** Rules as JSON trees that name the peers they accept; writer and reader side by side. */
final class RuleCodec {
  private static final String ANY = "any";

  /**
   * The end of a key that begins with the name of a family: the name of the entries that its
   * addresses were made of.
   */
  private static final String MADE_OF = "Of";

  private RuleCodec() {}

  static List<Object> write(Ruleset ruleset, TableWriter tables, NameWriter names) {
    return ruleset.rules().stream().<Object>map(rule -> write(rule, tables, names)).toList();
  }

  private static Map<String, Object> write(AccessRule rule, TableWriter tables, NameWriter names) {
    Map<String, Object> tree = new LinkedHashMap<>(frame(rule));
    if (rule.scope() instanceof Scope.Mail mail) {
      tree.put("scope", Map.of("mail", RecipientStore.write(mail, names)));
    }
    tree.put("accept", write(rule.name(), rule.peers(), tables));
    return tree;
  }

  /** Returns all of the rules but the peers that they accept. */
  static List<Object> frames(Ruleset ruleset) {
    return ruleset.rules().stream().<Object>map(RuleCodec::frame).toList();
  }

  private static Map<String, Object> frame(AccessRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", rule.name());
    tree.put("scope", scope(rule.scope()));
    rule.otherwise().ifPresent(verdict -> tree.put("otherwise", verdict.text()));
    rule.log().ifPresent(rate -> tree.put("log", List.of(rate.count(), word(rate.unit()))));
    rule.openUntil().ifPresent(time -> tree.put("openUntil", time.toString()));
    if (rule.opens()) {
      tree.put("opens", true);
    }
    if (rule.learns()) {
      tree.put("learns", true);
    }
    return tree;
  }

  private static Map<String, Object> scope(Scope scope) {
    return switch (scope) {
      case Scope.Packets packets -> Map.of("packets", packets(packets));
      case Scope.Mail mail -> Map.of("mail", MailTree.write(mail));
    };
  }

  private static Map<String, Object> packets(Scope.Packets scope) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hooks", scope.hooks().stream().map(Hook::text).toList());
    tree.put("in", List.copyOf(scope.interfaces()));
    scope
        .servers()
        .ifPresent(set -> tree.put("to", set.prefixes().stream().map(Prefix::text).toList()));
    tree.put("tcp", PortsTree.list(scope.ports()));
    tree.put("running", word(scope.running()));
    if (scope.wholeOnly()) {
      tree.put("wholeOnly", true);
    }
    return tree;
  }

  private static Object write(String rule, Peers peers, TableWriter tables) {
    return switch (peers) {
      case Peers.Any _ -> ANY;
      case Peers.Only only -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Family family : Family.values()) {
          if (!only.addresses().isEmpty(family)) {
            DatedTable table = DatedTable.of(EntryTable.of(only.addresses().bounds(family)));
            tree.put(family.text(), tables.write(new Slot.Accepted(rule, family), table));
            only.addresses()
                .name(family)
                .text()
                .ifPresent(name -> tree.put(family.text() + MADE_OF, name));
          }
        }
        yield tree;
      }
    };
  }

  static Ruleset read(JsonTree tree, TableReader tables, NameReader names) throws IOException {
    List<AccessRule> rules = new ArrayList<>();
    for (JsonTree one : tree.objects("rules")) {
      rules.add(readRule(one, tables, names));
    }
    return new Ruleset(rules);
  }

  private static AccessRule readRule(JsonTree tree, TableReader tables, NameReader names)
      throws IOException {
    return new AccessRule(
        tree.string("name"),
        readScope(tree.object("scope"), names),
        readPeers(tree, tables),
        tree.has("otherwise")
            ? Optional.of(word(Refusal.class, tree.string("otherwise")))
            : Optional.empty(),
        tree.has("log") ? Optional.of(log(tree.list("log"))) : Optional.empty(),
        tree.has("openUntil")
            ? Optional.of(Instant.parse(tree.string("openUntil")))
            : Optional.empty(),
        truth(tree, "opens"),
        truth(tree, "learns"));
  }

  private static Scope readScope(JsonTree scope, NameReader names) throws IOException {
    if (scope.has("mail")) {
      try {
        return RecipientStore.read(scope.object("mail"), names);
      } catch (IllegalArgumentException e) {
        throw new IOException("a rule judges no mail: " + e.getMessage(), e);
      }
    }
    JsonTree packets = scope.object("packets");
    Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    for (String hook : packets.strings("hooks")) {
      hooks.add(word(Hook.class, hook));
    }
    return new Scope.Packets(
        hooks,
        new TreeSet<>(packets.strings("in")),
        packets.has("to") ? Optional.of(addresses(packets.strings("to"))) : Optional.empty(),
        ports(packets),
        word(Rule.Running.class, packets.string("running")),
        truth(packets, "wholeOnly"));
  }

  /** Returns a truth value; absent is no. */
  private static boolean truth(JsonTree tree, String member) throws IOException {
    return tree.has(member) && tree.truth(member);
  }

  private static Peers readPeers(JsonTree tree, TableReader tables) throws IOException {
    if (ANY.equals(tree.members().get("accept"))) {
      return new Peers.Any();
    }
    JsonTree accept = tree.object("accept");
    AddressSet all = AddressSet.none();
    for (Family family : Family.values()) {
      if (accept.has(family.text())) {
        Slot slot = new Slot.Accepted(tree.string("name"), family);
        DatedTable table = tables.read(slot, accept.string(family.text()), 0);
        all = all.union(addresses(table.table(), accept));
      }
    }
    return new Peers.Only(all);
  }

  private static AddressSet addresses(EntryTable table, JsonTree accept) throws IOException {
    String madeOf = table.family().text() + MADE_OF;
    return accept.has(madeOf)
        ? AddressSet.lazy(
            table.family(),
            ContentName.of(accept.string(madeOf)),
            table.size(),
            table::prefixCount,
            table::addresses)
        : table.addresses();
  }

  private static Ports ports(JsonTree packets) throws IOException {
    try {
      return PortsTree.read(packets.list("tcp"));
    } catch (IllegalArgumentException e) {
      throw new IOException("a rule has no ports: " + e.getMessage(), e);
    }
  }

  private static AddressSet addresses(List<String> texts) throws IOException {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      switch (AddressText.parse(text)) {
        case AddressText.Ok ok -> builder.add(ok.interval());
        case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
      }
    }
    return builder.build();
  }

  private static LogRate log(List<?> parts) throws IOException {
    if (parts.size() == 2
        && parts.get(0) instanceof Integer count
        && parts.get(1) instanceof String unit) {
      return new LogRate(count, word(LogRate.Unit.class, unit));
    }
    throw new IOException("log is not [count, unit]");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
