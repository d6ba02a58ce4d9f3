package org.postern.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.pipeline.Prepared;
import org.postern.plan.Change;
import org.postern.plan.FilterRule;
import org.postern.plan.Peers;
import org.postern.plan.Plan;

/** A plan for people and for programs: every difference with its reason. */
final class PlanReport {
  /** More prefixes of one change than that are counted, not listed; JSON lists all. */
  private static final int LISTED = 200;

  private PlanReport() {}

  static String summary(Plan plan) {
    int rules = 0;
    int repairs = 0;
    int added = 0;
    int removed = 0;
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.PeersChanged peers -> {
          added += prefixCount(peers.added());
          removed += prefixCount(peers.removed());
        }
        case Change.RuleAdded rule -> {
          rules++;
          added += prefixes(rule.rule());
        }
        case Change.RuleRemoved rule -> rules++;
        case Change.RuleChanged rule -> rules++;
        case Change.Repair repair -> repairs++;
      }
    }
    String repair = repairs == 0 ? "" : ", " + Count.of(repairs, "repair");
    return "%s, %s to add, %d to delete%s"
        .formatted(Count.of(rules, "rule change"), Count.of(added, "prefix"), removed, repair);
  }

  private static int prefixes(FilterRule rule) {
    return rule.peers() instanceof Peers.Only only ? prefixCount(only.addresses()) : 0;
  }

  static void lines(Plan plan, Prepared prepared, Reply.Builder reply) {
    lines(
        plan.changes(),
        prefixes -> Reasons.of(prefixes, prepared.meaning().settled().entries()),
        reply);
  }

  /** A change between two rulesets whose reasons are not known. */
  static void line(Change change, Reply.Builder reply) {
    lines(List.of(change), prefixes -> Map.of(), reply);
  }

  private static void lines(
      List<Change> changes,
      Function<List<Prefix>, Map<Prefix, String>> reasons,
      Reply.Builder reply) {
    for (Change change : changes) {
      switch (change) {
        case Change.RuleAdded one -> {
          reply.line(Line.Style.ADDED, "+ rule " + describe(one.rule()));
          if (one.rule().peers() instanceof Peers.Only only) {
            peers(Line.Style.ADDED, "    + ", only.addresses(), reasons, reply);
          }
        }
        case Change.RuleRemoved one ->
            reply.line(Line.Style.REMOVED, "- rule " + describe(one.rule()));
        case Change.RuleChanged one ->
            reply.line(
                Line.Style.CAUTION,
                "~ rule " + one.after().name() + ": " + String.join("; ", one.what()));
        case Change.PeersChanged one -> {
          reply.line(Line.Style.HEADING, "~ rule " + one.rule() + " accepts");
          peers(Line.Style.ADDED, "    + ", one.added(), reasons, reply);
          peers(Line.Style.REMOVED, "    - ", one.removed(), reasons, reply);
        }
        case Change.Repair one -> reply.line(Line.Style.CAUTION, "! repair: " + one.what());
      }
    }
  }

  static String describe(FilterRule rule) {
    String in = rule.interfaces().isEmpty() ? "" : " in " + String.join(", ", rule.interfaces());
    String to = rule.servers().map(set -> " to " + String.join(", ", texts(set))).orElse("");
    String otherwise = rule.otherwise().map(verdict -> ", otherwise " + verdict.text()).orElse("");
    String accepts =
        switch (rule.peers()) {
          case Peers.Any any -> "accepts any";
          case Peers.Only only -> "accepts " + prefixCount(only.addresses()) + " prefixes";
        };
    List<String> hooks = rule.hooks().stream().map(hook -> hook.text()).toList();
    return "%s: %s%s%s tcp/%d %s%s"
        .formatted(rule.name(), String.join(", ", hooks), in, to, rule.port(), accepts, otherwise);
  }

  private static void peers(
      Line.Style style,
      String mark,
      AddressSet peers,
      Function<List<Prefix>, Map<Prefix, String>> reasons,
      Reply.Builder reply) {
    List<Prefix> prefixes = peers.prefixes();
    List<Prefix> shown = prefixes.subList(0, Math.min(LISTED, prefixes.size()));
    Map<Prefix, String> why = reasons.apply(shown);
    for (Prefix prefix : shown) {
      reply.line(style, mark + prefix.text() + why.getOrDefault(prefix, ""));
    }
    if (prefixes.size() > LISTED) {
      reply.line(
          Line.Style.ASIDE,
          "      and " + (prefixes.size() - LISTED) + " more (--format json lists all)");
    }
  }

  static List<Map<String, Object>> trees(Plan plan) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Change change : plan.changes()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      switch (change) {
        case Change.RuleAdded one -> {
          tree.put("change", "rule added");
          tree.put("rule", one.rule().name());
          tree.put("describe", describe(one.rule()));
          if (one.rule().peers() instanceof Peers.Only only) {
            tree.put("added", texts(only.addresses()));
          }
        }
        case Change.RuleRemoved one -> {
          tree.put("change", "rule removed");
          tree.put("rule", one.rule().name());
        }
        case Change.RuleChanged one -> {
          tree.put("change", "rule changed");
          tree.put("rule", one.after().name());
          tree.put("what", one.what());
        }
        case Change.PeersChanged one -> {
          tree.put("change", "peers changed");
          tree.put("rule", one.rule());
          tree.put("added", texts(one.added()));
          tree.put("removed", texts(one.removed()));
        }
        case Change.Repair one -> {
          tree.put("change", "repair");
          tree.put("what", one.what());
        }
      }
      trees.add(tree);
    }
    return trees;
  }

  private static int prefixCount(AddressSet set) {
    return set.prefixCount(Family.IP) + set.prefixCount(Family.IP6);
  }

  /** Made when a program wants to read it, because there may be hundreds of thousands. */
  static List<String> texts(AddressSet set) {
    return new PrefixTexts(set);
  }
}
