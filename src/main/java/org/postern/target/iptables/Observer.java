package org.postern.target.iptables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.target.ForeignChain;
import org.postern.target.Neighbourhood;
import org.postern.target.TargetException;

/** Reads all that is ours, and what others do beside it. Nothing is ever believed. */
final class Observer {
  private static final List<Path> LEGACY_TABLES =
      List.of(
          Path.of("/proc/thread-self/net/ip_tables_names"),
          Path.of("/proc/thread-self/net/ip6_tables_names"));

  /**
   * The number of unwanted elements up to which they are read faster than another process is
   * started.
   */
  private static final long FEW = 5_000;

  /** The one table that we use. */
  static final String TABLE = "filter";

  private final Tools tools;
  private final Toolbox toolbox;
  private final Neighbourhood neighbourhood;

  Observer(Tools tools, Toolbox toolbox, Neighbourhood neighbourhood) {
    this.tools = tools;
    this.toolbox = toolbox;
    this.neighbourhood = neighbourhood;
  }

  /** Returns all that is held now. */
  Observation observe() throws TargetException {
    Map<Family, Saved> saved = tables();
    Map<String, HeldSet> sets = sets();
    Interpreter.Reading reading = Interpreter.read(saved, sets);
    Neighbourhood.Found found = neighbourhood.look();
    Optional<Saved> other = other();
    List<Observation.Foreign> foreign = new ArrayList<>();
    saved.forEach((family, table) -> foreign.addAll(Others.of(family, tools.variant(), table)));
    other.ifPresent(table -> foreign.addAll(Others.of(Family.IP, tools.variant().other(), table)));
    found.foreign().stream()
        .filter(one -> !(tools.variant() == Tools.Variant.NFT && Others.isOfIptables(one)))
        .forEach(foreign::add);
    IptLayout layout =
        new IptLayout(
            saved,
            sets,
            reading.shapes(),
            found.translates() || legacyTranslates(),
            notes(other.filter(Saved::hasRules).isPresent()));
    List<String> anomalies = new ArrayList<>(reading.anomalies());
    anomalies.addAll(misshaped(reading.ruleset(), layout));
    return new Observation(
        reading.ruleset(),
        layout,
        stamp(saved, sets),
        counters(reading.ruleset(), saved),
        packets(saved, Names.FRAGMENTS_DROP),
        foreign,
        anomalies,
        Proof.EXACT,
        List.of());
  }

  /**
   * Returns the chains of others on these hooks, in either variant and in nf_tables. Tables of the
   * newer variant other than filter are those of nf_tables.
   */
  List<ForeignChain> foreignChains(Set<Hook> hooks) throws TargetException {
    List<ForeignChain> found = new ArrayList<>();
    tables()
        .forEach(
            (family, table) ->
                found.addAll(
                    new ForeignSaved(family, tools.variant(), table).filters(hooks, true)));
    for (Family family : tools.families()) {
      if (tools.variant() == Tools.Variant.NFT) {
        legacy(family, TABLE).ifPresent(table -> found.addAll(table.filters(hooks, false)));
      }
      legacy(family, "nat").ifPresent(table -> found.addAll(table.translations()));
    }
    found.addAll(neighbourhood.chains(hooks, tools.variant() == Tools.Variant.LEGACY));
    return found;
  }

  /** A table of the older variant. To ask for one that is not there would make it. */
  private Optional<ForeignSaved> legacy(Family family, String table) throws TargetException {
    if (!lines(LEGACY_TABLES.get(family == Family.IP ? 0 : 1)).contains(table)) {
      return Optional.empty();
    }
    String tool = (family == Family.IP ? "iptables" : "ip6tables") + "-legacy-save";
    Optional<String> program =
        tools.variant() == Tools.Variant.LEGACY
            ? Optional.of(tools.save(family))
            : Tools.program(tool);
    String told =
        program.isPresent()
            ? toolbox.run(List.of(program.get(), "-c", "-t", table), "")
            : ForeignSaved.UNREAD;
    return Optional.of(new ForeignSaved(family, Tools.Variant.LEGACY, Saved.parse(told)));
  }

  /** Returns the table filter of each family that this host has. */
  Map<Family, Saved> tables() throws TargetException {
    Map<Family, Saved> saved = new EnumMap<>(Family.class);
    for (Family family : tools.families()) {
      saved.put(family, Saved.parse(save(tools.save(family))));
    }
    return saved;
  }

  private String save(String command) throws TargetException {
    return toolbox.run(List.of(command, "-c", "-t", TABLE), "");
  }

  private Map<String, HeldSet> sets() throws TargetException {
    String list = list();
    Map<String, HeldSet> sets = new TreeMap<>(HeldSet.parse(list));
    boolean together = HeldSet.othersElements(list) <= FEW;
    String all = together && !sets.isEmpty() ? toolbox.run(List.of(tools.ipset(), "save"), "") : "";
    for (HeldSet set : List.copyOf(sets.values())) {
      if (set.isOfPrefixes()) {
        sets.put(set.name(), set.filled(together ? all : save(set)));
      }
    }
    return sets;
  }

  /** Returns every set without its elements, as ipset lists it. */
  String list() throws TargetException {
    return toolbox.run(List.of(tools.ipset(), "list", "-t"), "");
  }

  private String save(HeldSet set) throws TargetException {
    return toolbox.run(List.of(tools.ipset(), "save", set.name()), "");
  }

  /**
   * Returns the other variant's rules, of which packets pass both. To ask must not make its tables.
   */
  private Optional<Saved> other() {
    String program = "iptables-" + tools.variant().other().text() + "-save";
    boolean mayAsk =
        switch (tools.variant().other()) {
          case LEGACY -> legacyTables().contains(TABLE);
          case NFT -> true;
        };
    return mayAsk
        ? Tools.program(program).flatMap(path -> tried(path)).map(Saved::parse)
        : Optional.empty();
  }

  private Optional<String> tried(String program) {
    try {
      return Optional.of(save(program));
    } catch (TargetException e) {
      // What cannot be asked is not known to hold anything; ours does not depend on it.
      return Optional.empty();
    }
  }

  private List<String> notes(boolean both) {
    List<String> notes = new ArrayList<>();
    notes.add("iptables of this host is the " + tools.variant().text() + " variant");
    if (both) {
      notes.add(
          "its %s variant holds rules too: packets pass both"
              .formatted(tools.variant().other().text()));
    }
    if (!tools.families().contains(Family.IP6)) {
      notes.add("this host has no IPv6: what is meant for it is kept, and judges nothing");
    }
    return notes;
  }

  /** Finds rules that look at translated ports on a host that has begun to translate. */
  private static List<String> misshaped(Ruleset ruleset, IptLayout layout) {
    List<String> found = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      Shape shape = layout.shapes().get(rule.name());
      if (shape != null && !shape.tracked() && Compiler.tracked(rule, layout)) {
        found.add("rule " + rule.name() + " does not see what was dialled before translation");
      }
    }
    return found;
  }

  private static Map<String, Observation.Counters> counters(
      Ruleset ruleset, Map<Family, Saved> saved) {
    Map<String, Observation.Counters> counters = new TreeMap<>();
    for (AccessRule rule : ruleset.rules()) {
      counters.put(
          rule.name(),
          new Observation.Counters(
              packets(saved, Names.accepted(rule.name())),
              packets(saved, Names.refused(rule.name()))));
    }
    return counters;
  }

  private static long packets(Map<Family, Saved> saved, String chain) {
    return saved.values().stream().mapToLong(table -> table.packets(chain)).sum();
  }

  private static boolean legacyTranslates() {
    return legacyTables().contains("nat");
  }

  static List<String> legacyTables() {
    return LEGACY_TABLES.stream().flatMap(file -> lines(file).stream()).toList();
  }

  /** A kernel that does not tell its tables has none that were ever used here. */
  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A digest of all that is ours but what was counted or learnt; empty when nothing is. */
  private static String stamp(Map<Family, Saved> saved, Map<String, HeldSet> sets) {
    StringBuilder text = new StringBuilder();
    saved.forEach(
        (family, table) -> {
          table
              .ours()
              .forEach(chain -> text.append(family).append(chain).append(table.lines(chain)));
          table
              .entrances()
              .forEach(
                  one -> text.append(one.chain()).append(one.number()).append(one.rule().text()));
        });
    sets.values()
        .forEach(
            set ->
                text.append(set.name())
                    .append(set.type())
                    .append(set.peers())
                    .append(set.peers().hashCode())
                    .append(set.isExact()));
    return text.isEmpty() ? "" : Sha256.hex(text.toString());
  }
}
