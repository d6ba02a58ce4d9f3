package org.postern.policy.parse.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.read.SetReader;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;

/** Checks sets against each other, and finds what can be said of their addresses without asking. */
public final class SetChecks {
  private final Scope scope;
  private final Map<String, SetDefinition> sets = new LinkedHashMap<>();
  private final Set<String> sound = new HashSet<>();
  private final Set<String> circular = new HashSet<>();
  private final Map<String, Optional<AddressSet>> members = new HashMap<>();

  public SetChecks(Scope scope, List<SetReader.Draft> drafts) {
    this.scope = scope;
    for (SetReader.Draft draft : drafts) {
      SetDefinition first = sets.putIfAbsent(draft.set().name(), draft.set());
      if (first != null) {
        addTwice(draft.set(), first);
      } else if (draft.sound()) {
        sound.add(draft.set().name());
      }
    }
  }

  /** Returns the place where each name is defined. */
  public Map<String, Span> places() {
    Map<String, Span> places = new HashMap<>();
    sets.forEach((name, set) -> places.put(name, set.span()));
    return places;
  }

  private void addTwice(SetDefinition second, SetDefinition first) {
    scope.add(
        Code.SET_TWICE,
        second.span(),
        "set %s is defined for the second time; first at %s"
            .formatted(Words.quoted(second.name()), first.span().position()),
        "rename one of the two");
  }

  public void run() {
    sets.values().forEach(this::checkReferences);
    Set<String> done = new HashSet<>();
    List<String> order = new ArrayList<>();
    sets.keySet().forEach(name -> follow(name, done, order));
    order.forEach(this::members);
    sets.values().forEach(this::checkNever);
  }

  private void checkReferences(SetDefinition set) {
    references(set).forEach(reference -> defined(reference.set(), reference.span()));
  }

  private static List<SetSource> references(SetDefinition set) {
    return set.sources().stream()
        .filter(source -> source instanceof SetSource)
        .map(source -> (SetSource) source)
        .toList();
  }

  /** Reports a name that no set has. */
  void defined(String name, Span span) {
    if (!sets.containsKey(name)) {
      scope.add(
          Code.UNDEFINED_SET,
          span,
          "there is no set %s".formatted(Words.quoted(name)),
          Words.nearest(name, sets.keySet())
              .map(word -> "write " + word)
              .orElseGet(() -> undefinedFix(name)));
    }
  }

  private String undefinedFix(String name) {
    if (name.indexOf('.') >= 0 || name.indexOf(':') >= 0) {
      return "put addresses and names into a set, and name the set here";
    }
    return sets.isEmpty() ? "define it below sets:" : "sets are " + Words.listed(sets.keySet());
  }

  /**
   * Reports each circle of references once. Sets may be nested as deep as there are sets, so that
   * the way to them is kept in memory and not on the stack.
   *
   * @param done sets that were followed
   * @param order takes sets, each after those that it refers to
   */
  private void follow(String name, Set<String> done, List<String> order) {
    SequencedSet<String> path = new LinkedHashSet<>();
    Deque<Iterator<SetSource>> open = new ArrayDeque<>();
    enter(name, path, open, done);
    while (!open.isEmpty()) {
      if (open.element().hasNext()) {
        SetSource reference = open.element().next();
        if (path.contains(reference.set())) {
          addCycle(reference, path);
        } else {
          enter(reference.set(), path, open, done);
        }
      } else {
        open.pop();
        order.add(path.removeLast());
      }
    }
  }

  private void enter(
      String name, SequencedSet<String> path, Deque<Iterator<SetSource>> open, Set<String> done) {
    SetDefinition set = sets.get(name);
    if (set != null && !circular.contains(name) && done.add(name)) {
      path.add(name);
      open.push(references(set).iterator());
    }
  }

  private void addCycle(SetSource reference, SequencedSet<String> path) {
    List<String> names = new ArrayList<>(path);
    List<String> circle = names.subList(names.indexOf(reference.set()), names.size());
    circular.addAll(circle);
    scope.add(
        Code.SET_CYCLE,
        reference.span(),
        "sets contain each other: "
            + String.join(" contains ", circle)
            + " contains "
            + reference.set(),
        "remove one of these references");
  }

  private void checkNever(SetDefinition set) {
    boolean empty = members(set.name()).filter(AddressSet::isEmpty).isPresent();
    if (empty && !set.never().isEmpty()) {
      scope.add(
          Code.NEVER_COVERS_ALL,
          set.never().getFirst().span(),
          "never takes out all that set %s has".formatted(Words.quoted(set.name())),
          "narrow it, or remove the set");
    }
  }

  /**
   * Returns the addresses of a set of which all is written in the policy; nothing when a source has
   * to be asked first, or when the set is not sound.
   */
  Optional<AddressSet> members(String name) {
    SetDefinition set = sets.get(name);
    if (set == null || !sound.contains(name) || circular.contains(name)) {
      return Optional.empty();
    }
    Optional<AddressSet> known = members.get(name);
    if (known == null) {
      known = members(set);
      members.put(name, known);
    }
    return known;
  }

  private Optional<AddressSet> members(SetDefinition set) {
    AddressSet.Builder builder = AddressSet.builder();
    for (SourceSpec source : set.sources()) {
      Optional<AddressSet> part =
          source instanceof SetSource reference
              ? members(reference.set())
              : Optional.of(source.addresses()).filter(_ -> !source.isLocked());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      builder.add(part.get());
    }
    return Optional.of(builder.build().subtract(LiteralSource.union(set.never())));
  }

  /** Warns of sets of one file that no rule reaches from the names it accepts. */
  void checkUse(String file, Set<String> accepted) {
    Set<String> used = new HashSet<>();
    List<String> open = new ArrayList<>(accepted);
    while (!open.isEmpty()) {
      SetDefinition set = sets.get(open.removeLast());
      if (set != null && used.add(set.name())) {
        references(set).forEach(reference -> open.add(reference.set()));
      }
    }
    sets.values().stream()
        .filter(set -> set.span().file().equals(file) && !used.contains(set.name()))
        .forEach(this::addUnused);
  }

  private void addUnused(SetDefinition set) {
    scope.add(
        Code.UNUSED_SET,
        set.span(),
        "no rule uses set %s".formatted(Words.quoted(set.name())),
        "add it to a rule's accept, or remove it");
  }
}
