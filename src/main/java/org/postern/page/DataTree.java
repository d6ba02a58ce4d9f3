package org.postern.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.page.html.Words;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.plan.memory.PendingChange;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/** The machine-readable copy of a page: all of its data as a tree for JSON. */
final class DataTree {
  /** Grows when a member changes its meaning. */
  private static final int VERSION = 1;

  private final Subject subject;

  private DataTree(Subject subject) {
    this.subject = subject;
  }

  static Map<String, Object> of(Subject subject) {
    return new DataTree(subject).tree();
  }

  /**
   * A copy of a tree.
   *
   * @param shown what becomes of each text before it is told
   */
  static Map<String, Object> shown(Map<?, ?> map, UnaryOperator<String> shown) {
    Map<String, Object> tree = new LinkedHashMap<>();
    map.forEach((name, value) -> tree.put(String.valueOf(name), shown(value, shown)));
    return tree;
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", VERSION);
    tree.put("program", subject.version());
    tree.put("at", subject.at().toString());
    tree.put("policy", subject.prepared().policy().file());
    tree.put("running", subject.running());
    tree.put("lockfile", subject.prepared().lock().isPresent());
    tree.put("withheld", subject.withheld().named());
    subject.counted().ifPresent(one -> tree.put("past", past(one)));
    tree.put("rules", subject.prepared().policy().rules().stream().map(this::rule).toList());
    tree.put("sets", subject.prepared().policy().sets().stream().map(this::set).toList());
    subject.basis().ifPresent(basis -> tree.put("change", change(basis)));
    tree.put(
        "obstacles",
        subject.prepared().meaning().obstacles().stream().map(DataTree::obstacle).toList());
    tree.put(
        "held",
        subject.prepared().meaning().settled().pending().stream().map(DataTree::held).toList());
    tree.put("refused", subject.prepared().meaning().settled().refused());
    tree.put("notes", subject.prepared().notes());
    tree.putAll(PastTree.of(subject));
    return tree;
  }

  private static Map<String, Object> past(Counted counted) {
    Map<String, Object> tree = new LinkedHashMap<>(counted.bypass().tree());
    counted.since().ifPresent(since -> tree.put("since", since.toString()));
    return tree;
  }

  private Map<String, Object> rule(Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule.name());
    tree.put("line", rule.span().position());
    scope(rule.scope(), tree);
    switch (rule.accept()) {
      case Rule.Accept.Any any -> tree.put("accept", "any");
      case Rule.Accept.None none -> tree.put("accept", "none");
      case Rule.Accept.Sets sets -> tree.put("accept", sets.names());
    }
    rule.otherwise().ifPresent(verdict -> tree.put("otherwise", verdict.text()));
    tree.put("never", rule.never().stream().map(one -> one.interval().toString()).toList());
    rule.review().ifPresent(day -> tree.put("review", day.toString()));
    filter(rule.name()).ifPresent(filter -> tree.put("prefixes", prefixes(filter)));
    put(tree, "withheld", subject.withheld().peers(), rule.name());
    return tree;
  }

  private static void scope(RuleScope scope, Map<String, Object> tree) {
    switch (scope) {
      case RuleScope.Packets packets -> {
        tree.put("hooks", packets.hooks().stream().map(one -> one.text()).toList());
        tree.put("in", packets.interfaces());
        packets
            .servers()
            .ifPresent(
                set -> tree.put("to", set.prefixes().stream().map(one -> one.text()).toList()));
        tree.put("port", PortsTree.write(packets.ports()));
      }
      case RuleScope.Mail mail -> {
        tree.put("hooks", List.of("smtp"));
        tree.put("for", mail.recipients());
        mail.listener().ifPresent(ports -> tree.put("port", PortsTree.write(ports)));
      }
    }
  }

  private Optional<AccessRule> filter(String rule) {
    return subject.prepared().meaning().ruleset().rule(rule);
  }

  private static List<String> prefixes(AccessRule filter) {
    return filter.peers() instanceof Peers.Only only
        ? only.addresses().prefixes().stream().map(one -> one.text()).toList()
        : List.of("0.0.0.0/0", "::/0");
  }

  private static void put(
      Map<String, Object> tree, String name, Map<String, Integer> counts, String key) {
    if (counts.containsKey(key)) {
      tree.put(name, Withheld.of(counts, key));
    }
  }

  private Map<String, Object> set(SetDefinition set) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", set.name());
    tree.put("line", set.span().position());
    tree.put("never", set.never().stream().map(one -> one.interval().toString()).toList());
    subject
        .prepared()
        .meaning()
        .set(set.name())
        .map(EffectiveSet::addresses)
        .ifPresent(space -> tree.put("prefixes", Words.count(space)));
    put(tree, "withheld", subject.withheld().entries(), set.name());
    tree.put(
        "sets",
        set.sources().stream()
            .filter(SetSource.class::isInstance)
            .map(source -> ((SetSource) source).set())
            .toList());
    tree.put("sources", sources(set));
    return tree;
  }

  private List<Map<String, Object>> sources(SetDefinition set) {
    Map<LastGood.Key, List<EffectiveEntry>> halves = new LinkedHashMap<>();
    Map<LastGood.Key, Resolution> answers = new LinkedHashMap<>();
    for (Resolution one : subject.prepared().resolved().of(set.name())) {
      answers.put(one.key(), one);
      halves.put(one.key(), new ArrayList<>());
    }
    LastGood.Key last = null;
    List<EffectiveEntry> rows = new ArrayList<>();
    for (EffectiveEntry entry : subject.prepared().meaning().settled().rows(set.name())) {
      // Most follow one of their own.
      if (!entry.key().equals(last)) {
        last = entry.key();
        rows = halves.computeIfAbsent(last, _ -> new ArrayList<>());
      }
      rows.add(entry);
    }
    List<Map<String, Object>> trees = new ArrayList<>();
    halves.forEach(
        (key, entries) -> {
          Optional<Resolution> answer = Optional.ofNullable(answers.get(key));
          if (!entries.isEmpty() || !key.source().startsWith(LiteralSource.ID)) {
            trees.add(source(set, key, answer, entries));
          }
        });
    return trees;
  }

  private static Map<String, Object> source(
      SetDefinition set,
      LastGood.Key key,
      Optional<Resolution> answer,
      List<EffectiveEntry> entries) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", key.source());
    tree.put("family", key.family().text());
    set.sources().stream()
        .filter(source -> source.id().equals(key.source()))
        .findFirst()
        .ifPresent(source -> tree.put("line", source.span().position()));
    answer.ifPresent(one -> answer(one, tree));
    tree.put("entries", EntryTree.of(entries));
    return tree;
  }

  private static void answer(Resolution resolution, Map<String, Object> tree) {
    switch (resolution) {
      case Resolution.Fresh fresh -> {
        tree.put("answered", fresh.at().toString());
        tree.put("server", fresh.server());
        tree.put("via", fresh.via());
        tree.put("ttl", fresh.ttl().toSeconds());
      }
      case Resolution.Stale stale -> {
        tree.put("answered", stale.last().at().toString());
        tree.put("none", stale.why().detail());
      }
      case Resolution.Failed failed -> tree.put("none", failed.why().detail());
    }
  }

  private Map<String, Object> change(Basis basis) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("against", basis.name());
    tree.put(
        "changes",
        ChangeTree.of(ChangeSection.plan(basis.ruleset(), subject.prepared().meaning().ruleset())));
    if (!subject.withheld().named().isEmpty()) {
      tree.put("withheldAdded", subject.withheld().added());
      tree.put("withheldRemoved", subject.withheld().removed());
    }
    return tree;
  }

  private static Map<String, Object> obstacle(Obstacle obstacle) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", obstacle.rule());
    tree.put("why", obstacle.why());
    return tree;
  }

  private static Map<String, Object> held(PendingChange held) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("digest", held.digest());
    tree.put("set", held.set());
    tree.put("family", held.kind().text());
    tree.put("half", held.side().text());
    tree.put("guards", held.guards());
    tree.put("message", held.message());
    tree.put("what", held.what().texts().toList());
    tree.put("since", held.since().toString());
    return tree;
  }

  private static Object shown(Object value, UnaryOperator<String> shown) {
    return switch (value) {
      case String text -> shown.apply(text);
      case Map<?, ?> map -> shown(map, shown);
      case List<?> list -> list.stream().map(one -> shown(one, shown)).toList();
      default -> value;
    };
  }
}
