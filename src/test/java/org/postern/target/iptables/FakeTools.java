package org.postern.target.iptables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.postern.host.CommandRunner;

/**
 * The tools over rules and sets in memory, as far as our inputs use them: what they save is what
 * they were given. After each line of ipset and each commit a witness may look.
 */
final class FakeTools implements CommandRunner {
  private final Map<String, Map<String, List<String>>> tables = new TreeMap<>();
  private final Map<String, List<String>> sets = new TreeMap<>();
  private final Map<String, String> types = new TreeMap<>();
  private final UnaryOperator<String> defect;

  /** Which run of a tool fails, counted from 1; 0 for none. */
  private int failing;

  private int restores;
  private Runnable witness = () -> {};

  /** Tools that understand each line of rules after a change. */
  FakeTools(UnaryOperator<String> defect) {
    this.defect = defect;
    tables.put("ip", builtIn());
    tables.put("ip6", builtIn());
  }

  private static Map<String, List<String>> builtIn() {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    for (String chain : List.of("INPUT", "FORWARD", "OUTPUT")) {
      chains.put(chain, new ArrayList<>());
    }
    return chains;
  }

  void watched(Runnable by) {
    witness = by;
  }

  /** Has a restore fail, counted from now on. */
  void fail(int which) {
    failing = restores + which;
  }

  /** The sets that are there. */
  List<String> sets() {
    return List.copyOf(sets.keySet());
  }

  /** The chains of ours that are there. */
  List<String> chains() {
    return tables.values().stream()
        .flatMap(table -> table.keySet().stream())
        .filter(Saved::isOurs)
        .toList();
  }

  @Override
  public Result run(List<String> command, String input, Duration deadline) {
    String tool = command.getFirst();
    String family = tool.startsWith("ip6") ? "ip6" : "ip";
    if (tool.endsWith("-restore") || command.contains("restore")) {
      restores++;
      if (restores == failing) {
        return new Result(1, "", "line 1 failed");
      }
      try {
        restore(tool, family, input);
      } catch (IllegalStateException e) {
        return new Result(1, "", String.valueOf(e.getMessage()));
      }
      return new Result(0, "", "");
    }
    if (tool.endsWith("-save")) {
      return new Result(0, save(family), "");
    }
    return new Result(0, ipset(command), "");
  }

  private void restore(String tool, String family, String input) {
    if (tool.equals("ipset")) {
      for (String line : input.lines().toList()) {
        set(line.split(" ", -1));
        witness.run();
      }
      return;
    }
    Map<String, List<String>> next = new LinkedHashMap<>();
    at(tables, family).forEach((chain, rules) -> next.put(chain, new ArrayList<>(rules)));
    input.lines().forEach(line -> rule(next, line));
    tables.put(family, next);
    witness.run();
  }

  private void rule(Map<String, List<String>> chains, String line) {
    if (line.startsWith(":")) {
      chains.put(line.substring(1, line.indexOf(' ')), new ArrayList<>());
      return;
    }
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "-A" -> at(chains, words[1]).add(defect.apply(words[2]));
      case "-I" -> at(chains, words[1]).addFirst(words[2].substring("1 ".length()));
      case "-D" -> {
        if (!at(chains, words[1]).remove(words[2])) {
          throw new IllegalStateException("no rule " + words[2]);
        }
      }
      case "-X" -> chains.remove(words[1]);
      default -> {}
    }
  }

  private void set(String[] words) {
    switch (words[0]) {
      case "create" -> {
        if (sets.put(words[1], new ArrayList<>()) != null) {
          throw new IllegalStateException("set " + words[1] + " exists");
        }
        types.put(words[1], String.join(" ", List.of(words).subList(2, words.length)));
      }
      case "add" -> at(sets, words[1]).add(words[2]);
      case "destroy" -> {
        if (references(words[1]) > 0 || sets.remove(words[1]) == null) {
          throw new IllegalStateException("set " + words[1] + " is in use");
        }
      }
      case "swap" -> {
        List<String> one = at(sets, words[1]);
        sets.put(words[1], at(sets, words[2]));
        sets.put(words[2], one);
      }
      default -> throw new IllegalStateException(words[0]);
    }
  }

  private long references(String set) {
    return tables.values().stream()
        .flatMap(table -> table.values().stream())
        .flatMap(List::stream)
        .filter(rule -> List.of(rule.split(" ", -1)).contains(set))
        .count();
  }

  /** What the tools say of what is not there ends their run. */
  private static <T> T at(Map<String, T> map, String name) {
    return Optional.ofNullable(map.get(name))
        .orElseThrow(() -> new IllegalStateException("there is no " + name));
  }

  private String save(String family) {
    StringBuilder text = new StringBuilder("*filter\n");
    at(tables, family)
        .forEach(
            (chain, rules) ->
                text.append(':')
                    .append(chain)
                    .append(Saved.isOurs(chain) ? " - [0:0]\n" : " ACCEPT [0:0]\n"));
    at(tables, family)
        .forEach(
            (chain, rules) ->
                rules.forEach(
                    rule ->
                        text.append("[0:0] -A ")
                            .append(chain)
                            .append(' ')
                            .append(rule)
                            .append('\n')));
    return text + "COMMIT\n";
  }

  private String ipset(List<String> command) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> set : sets.entrySet()) {
      String name = set.getKey();
      String type = at(types, name);
      if (command.contains("list")) {
        text.append("Name: %s\nType: %s\nRevision: 7\n".formatted(name, type.split(" ", 2)[0]))
            .append("Header: %s bucketsize 12 initval 0x1\n".formatted(type.split(" ", 2)[1]))
            .append("References: %d\n".formatted(references(name)))
            .append("Number of entries: %d\n\n".formatted(set.getValue().size()));
      } else if (command.contains("save") && (command.size() == 2 || command.contains(name))) {
        set.getValue().forEach(one -> text.append("add " + name + " " + one + "\n"));
      } else if (command.contains("destroy") && command.contains(name) && references(name) == 0) {
        sets.remove(name);
        return "";
      }
    }
    return text.toString();
  }
}
