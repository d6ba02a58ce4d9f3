package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The steps from what is held to what is meant, in an order in which no packet gets a wrong
 * verdict:
 *
 * <ol>
 *   <li>new sets are filled, to which nothing refers;
 *   <li>where only peers change, the new set is swapped with the one in use;
 *   <li>where rules change, all of a family change in one commit, and take their new sets into use
 *       by that: a family is wholly the old or wholly the new. A packet is of one family;
 *   <li>what nothing refers to any more is destroyed.
 * </ol>
 */
final class Compiler {
  /**
   * The letters of sets' names: one for the set in use, one for the next, and more should others
   * hold on to one of these.
   */
  static final List<Character> LETTERS = List.of('a', 'b', 'c', 'd');

  private final IptLayout layout;
  private final Ruleset wanted;
  private final Map<String, Shape> shapes = new TreeMap<>();
  private final Set<Family> commits = new HashSet<>();
  private final List<String> fills = new ArrayList<>();
  private final Set<String> fresh = new LinkedHashSet<>();
  private final List<String> swaps = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();

  /** Sets that are gone before the last step. */
  private final Set<String> gone = new HashSet<>();

  private Compiler(IptLayout layout, Ruleset wanted) {
    this.layout = layout;
    this.wanted = wanted;
  }

  /** Returns the texts as lines, to be compared with those that are there. */
  static List<RuleLine> lines(List<String> texts) {
    return texts.stream().map(RuleLine::parse).toList();
  }

  static List<ToolStep> compile(IptLayout layout, Plan plan) {
    requireStems(plan.after());
    return plan.isEmpty() ? List.of() : new Compiler(layout, plan.after()).steps();
  }

  private static void requireStems(Ruleset wanted) {
    Map<String, String> stems = new TreeMap<>();
    for (AccessRule rule : wanted.rules()) {
      String other = stems.put(Names.stem(rule.name()), rule.name());
      if (other != null) {
        throw new IllegalArgumentException(
            "rules %s and %s have one short name".formatted(other, rule.name()));
      }
    }
  }

  private List<ToolStep> steps() {
    wanted.rules().forEach(rule -> shapes.put(rule.name(), shape(rule)));
    for (Family family : layout.saved().keySet()) {
      if (differs(family, chains(family))) {
        commits.add(family);
      }
    }
    destroyLeftovers();
    wanted.rules().stream().filter(rule -> rule.peers() instanceof Peers.Only).forEach(this::fill);
    if (FragmentChains.needed(wanted)) {
      learn(Names.FRAGMENTS_SEEN, Sets.seenType(Family.IP6));
      learn(Names.FRAGMENTS_CALLS, Sets.callsType(Family.IP6));
    }
    List<ToolStep> steps = new ArrayList<>();
    step(steps, "fill new sets", Tool.IPSET, fills, fresh);
    step(steps, "swap sets", Tool.IPSET, swaps, Set.of());
    for (Family family : Family.values()) {
      if (commits.contains(family)) {
        String title = "switch the " + family.label() + " rules";
        step(steps, title, Tool.of(family), commit(family), Set.of());
      }
    }
    step(steps, "destroy what is no longer meant", Tool.IPSET, destructions(), Set.of());
    return steps;
  }

  private static void step(
      List<ToolStep> steps, String title, Tool tool, List<String> lines, Set<String> fresh) {
    if (!lines.isEmpty()) {
      steps.add(new ToolStep(title, tool, lines, List.copyOf(fresh)));
    }
  }

  /** A rule's own set in each family if it can stay, else another. */
  private Shape shape(AccessRule rule) {
    Optional<Shape> before = Optional.ofNullable(layout.shapes().get(rule.name()));
    Map<Family, Character> letters = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      boolean sound =
          layout.peers(rule.name(), family).filter(set -> set.isSound(family)).isPresent();
      letters.put(
          family, sound ? before.orElseThrow().letter(family) : another(rule.name(), family, ' '));
    }
    return new Shape(tracked(rule, layout), letters);
  }

  /**
   * Tells whether a rule must ask connection tracking what was dialled; once it does, it always
   * does.
   */
  static boolean tracked(AccessRule rule, IptLayout layout) {
    Shape before = layout.shapes().get(rule.name());
    return rule.packets().hooks().contains(Hook.FORWARD)
        || layout.translates()
        || (before != null && before.tracked());
  }

  /** Returns the letter of a set that is not there, or that nothing refers to. */
  private char another(String rule, Family family, char used) {
    return LETTERS.stream()
        .filter(letter -> letter != used)
        .filter(letter -> isFree(Names.peers(rule, family, letter)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "others' rules refer to every set of rule " + rule + " that could be filled"));
  }

  private boolean isFree(String set) {
    return Optional.ofNullable(layout.sets().get(set))
        .map(held -> held.references() == 0)
        .orElse(true);
  }

  private Map<String, List<String>> chains(Family family) {
    return RuleChains.of(wanted, shapes, family, layout.alone());
  }

  private Saved table(Family family) {
    return Optional.ofNullable(layout.saved().get(family)).orElseThrow();
  }

  private boolean differs(Family family, Map<String, List<String>> meant) {
    Saved table = table(family);
    Jumps jumps = Jumps.of(wanted, family, table);
    return !meant.keySet().equals(Set.copyOf(table.ours()))
        || meant.keySet().stream().anyMatch(chain -> differs(table, chain, meant))
        || !jumps.unwanted().isEmpty()
        || !jumps.missing().isEmpty();
  }

  private static boolean differs(Saved table, String chain, Map<String, List<String>> meant) {
    Optional<List<RuleLine>> there = table.lines(chain);
    return !there.equals(Optional.of(lines(meant.getOrDefault(chain, List.of()))));
  }

  /** An earlier run that was ended left them; their names are needed. */
  private void destroyLeftovers() {
    Set<String> used = new HashSet<>();
    layout
        .shapes()
        .forEach(
            (rule, shape) -> {
              for (Family family : Family.values()) {
                used.add(Names.peers(rule, family, shape.letter(family)));
                used.add(Names.seen(rule, family));
                used.add(Names.calls(rule, family));
              }
            });
    wanted
        .rules()
        .forEach(
            rule -> {
              for (Family family : Family.values()) {
                adopt(Names.seen(rule.name(), family), Sets.seenType(family), used);
                adopt(Names.calls(rule.name(), family), Sets.callsType(family), used);
              }
            });
    adopt(Names.FRAGMENTS_SEEN, Sets.seenType(Family.IP6), used);
    adopt(Names.FRAGMENTS_CALLS, Sets.callsType(Family.IP6), used);
    layout.sets().values().stream()
        .filter(set -> set.references() == 0 && !used.contains(set.name()))
        .forEach(this::destroyFirst);
  }

  /**
   * Marks a set as used if it is there with the same type: what foreign rules or earlier ones of
   * ours learnt is kept.
   */
  private void adopt(String set, String type, Set<String> used) {
    Optional.ofNullable(layout.sets().get(set))
        .filter(held -> held.type().equals(type))
        .ifPresent(held -> used.add(set));
  }

  private void destroyFirst(HeldSet set) {
    fills.add("destroy " + set.name());
    gone.add(set.name());
  }

  private void fill(AccessRule rule) {
    AddressSet peers = rule.peers().asSet();
    for (Family family : Family.values()) {
      learn(Names.seen(rule.name(), family), Sets.seenType(family));
      learn(Names.calls(rule.name(), family), Sets.callsType(family));
      Optional<HeldSet> held = layout.peers(rule.name(), family).filter(set -> set.isSound(family));
      char letter = meant(rule.name()).letter(family);
      String inUse = Names.peers(rule.name(), family, letter);
      if (held.isEmpty()) {
        create(inUse, family, peers);
      } else if (!held.get().isExact() || !held.get().peers().equals(peers.only(family))) {
        char next = another(rule.name(), family, letter);
        String name = Names.peers(rule.name(), family, next);
        create(name, family, peers);
        use(rule.name(), family, inUse, name, next);
      } else {
        kept.add(inUse);
      }
    }
  }

  private Shape meant(String rule) {
    return Optional.ofNullable(shapes.get(rule)).orElseThrow();
  }

  private void use(String rule, Family family, String inUse, String name, char letter) {
    if (commits.contains(family)) {
      Shape shape = meant(rule);
      Map<Family, Character> letters = new EnumMap<>(shape.letters());
      letters.put(family, letter);
      shapes.put(rule, new Shape(shape.tracked(), letters));
      return;
    }
    kept.remove(name);
    kept.add(inUse);
    gone.add(name);
    swaps.add("swap " + name + " " + inUse);
    swaps.add("destroy " + name);
  }

  private void create(String name, Family family, AddressSet peers) {
    Sets.create(name, family, peers, fills);
    fresh.add(name);
    kept.add(name);
  }

  /** A set that rules fill goes on being filled, unless it is another than ours. */
  private void learn(String name, String type) {
    HeldSet held = layout.sets().get(name);
    kept.add(name);
    if (held != null && held.type().equals(type)) {
      return;
    }
    if (held != null && held.references() > 0) {
      String other = Names.scratch(name);
      fills.add(Sets.learning(other, type));
      fresh.add(other);
      swaps.add("swap " + other + " " + name);
      swaps.add("destroy " + other);
      return;
    }
    if (held != null && !gone.contains(name)) {
      fills.add("destroy " + name);
    }
    fills.add(Sets.learning(name, type));
    fresh.add(name);
  }

  /**
   * Returns the lines of a commit. Counting chains are declared only when they are not as they
   * should be: that flushes them.
   */
  private List<String> commit(Family family) {
    Saved table = table(family);
    Map<String, List<String>> meant = chains(family);
    Map<String, List<String>> written = new LinkedHashMap<>(meant);
    written.keySet().removeIf(chain -> !differs(table, chain, meant));
    List<String> unwanted =
        table.ours().stream().filter(chain -> !meant.containsKey(chain)).toList();
    List<String> lines = new ArrayList<>();
    lines.add("*filter");
    written.keySet().forEach(chain -> lines.add(":" + chain + " - [0:0]"));
    unwanted.forEach(chain -> lines.add(":" + chain + " - [0:0]"));
    written.forEach((chain, rules) -> rules.forEach(rule -> lines.add("-A " + chain + " " + rule)));
    Jumps jumps = Jumps.of(wanted, family, table);
    jumps.unwanted().forEach(one -> lines.add("-D " + one.chain() + " " + one.rule().text()));
    jumps
        .missing()
        .forEach(
            hook ->
                lines.add(
                    "-I %s 1 %s"
                        .formatted(Names.builtIn(hook), RuleChains.jump(wanted, hook, family))));
    unwanted.forEach(chain -> lines.add("-X " + chain));
    lines.add("COMMIT");
    return lines;
  }

  private List<String> destructions() {
    return layout.sets().keySet().stream()
        .filter(set -> !kept.contains(set) && !gone.contains(set))
        .sorted()
        .map(set -> "destroy " + set)
        .toList();
  }
}
