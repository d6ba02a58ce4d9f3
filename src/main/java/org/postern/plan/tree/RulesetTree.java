package org.postern.plan.tree;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/**
 * A ruleset as a tree of maps, lists, strings and numbers, for the state and for programs; writer
 * and reader side by side. The same ruleset always has the same tree.
 */
public final class RulesetTree {
  private RulesetTree() {}

  /** Returns the tree of a ruleset. */
  public static Map<String, Object> write(Ruleset ruleset) {
    return Map.of("rules", ruleset.rules().stream().map(RulesetTree::write).toList());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it makes no sense, naming what
   */
  public static Ruleset read(Map<String, Object> tree) {
    List<AccessRule> rules = new ArrayList<>();
    for (Object rule : list(tree.get("rules"))) {
      if (!(rule instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("a rule is not an object");
      }
      rules.add(readRule(map));
    }
    return new Ruleset(rules);
  }

  private static Map<String, Object> write(AccessRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", rule.name());
    switch (rule.scope()) {
      case Scope.Packets packets -> {
        tree.put("hook", packets.hooks().stream().map(Hook::text).toList());
        tree.put("in", List.copyOf(packets.interfaces()));
        packets.servers().ifPresent(servers -> tree.put("to", texts(servers)));
        tree.put("port", PortsTree.write(packets.ports()));
        tree.put("running", packets.running().name().toLowerCase(Locale.ROOT));
      }
      case Scope.Mail mail -> tree.put("mail", MailTree.write(mail));
    }
    if (rule.peers() instanceof Peers.Only only) {
      tree.put("accept", texts(only.addresses()));
    }
    rule.otherwise().ifPresent(verdict -> tree.put("otherwise", verdict.text()));
    rule.log().ifPresent(rate -> tree.put("log", List.of(rate.count(), rate.unit().text())));
    rule.openUntil().ifPresent(time -> tree.put("openUntil", time.toString()));
    if (rule.opens()) {
      tree.put("opens", true);
    }
    if (rule.learns()) {
      tree.put("learns", true);
    }
    if (rule.wholeOnly()) {
      tree.put("wholeOnly", true);
    }
    return tree;
  }

  private static AccessRule readRule(Map<?, ?> tree) {
    return new AccessRule(
        string(tree.get("name")),
        scope(tree),
        tree.get("accept") == null
            ? new Peers.Any()
            : new Peers.Only(addresses(tree.get("accept"))),
        Optional.ofNullable(tree.get("otherwise")).map(text -> word(Refusal.class, string(text))),
        Optional.ofNullable(tree.get("log")).map(RulesetTree::log),
        Optional.ofNullable(tree.get("openUntil")).map(RulesetTree::time),
        truth(tree.get("opens")),
        truth(tree.get("learns")));
  }

  private static Scope scope(Map<?, ?> tree) {
    if (tree.get("mail") instanceof Map<?, ?> mail) {
      return MailTree.read(mail);
    }
    Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    strings(tree.get("hook")).forEach(hook -> hooks.add(word(Hook.class, hook)));
    return new Scope.Packets(
        hooks,
        new TreeSet<>(strings(tree.get("in"))),
        Optional.ofNullable(tree.get("to")).map(RulesetTree::addresses),
        PortsTree.read(tree.get("port")),
        word(Rule.Running.class, string(tree.get("running"))),
        truth(tree.get("wholeOnly")));
  }

  private static List<String> texts(AddressSet set) {
    return set.prefixes().stream().map(Prefix::text).toList();
  }

  private static AddressSet addresses(@Nullable Object tree) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : strings(tree)) {
      switch (AddressText.parse(text)) {
        case AddressText.Ok ok -> builder.add(ok.interval());
        case AddressText.Wrong wrong ->
            throw new IllegalArgumentException(text + ": " + wrong.reason());
      }
    }
    return builder.build();
  }

  private static LogRate log(Object tree) {
    List<?> parts = list(tree);
    if (parts.size() != 2) {
      throw new IllegalArgumentException("log is not [count, unit]");
    }
    return new LogRate(number(parts.get(0)), word(LogRate.Unit.class, string(parts.get(1))));
  }

  private static Instant time(Object tree) {
    try {
      return Instant.parse(string(tree));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a time: " + tree, e);
    }
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private static List<String> strings(@Nullable Object tree) {
    return list(tree).stream().map(RulesetTree::string).toList();
  }

  private static List<?> list(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("not a list: " + tree);
  }

  private static String string(@Nullable Object tree) {
    if (tree instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("not a string: " + tree);
  }

  /**
   * Returns a truth value; absent is no: a rule written before there was such a member only
   * restricts.
   */
  private static boolean truth(@Nullable Object tree) {
    if (tree == null || tree instanceof Boolean) {
      return Boolean.TRUE.equals(tree);
    }
    throw new IllegalArgumentException("neither true nor false: " + tree);
  }

  private static int number(@Nullable Object tree) {
    if (tree instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("not a whole number: " + tree);
  }
}
