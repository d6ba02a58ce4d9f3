package org.postern.target.nftables.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.host.Progress;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.foreign.LegacyTables;
import org.postern.target.nftables.foreign.Neighbours;
import org.postern.target.nftables.layout.Census;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.NftLayout;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.layout.Stamp;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Counters;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Tables;

/**
 * Looks at our table, and no closer than it must: when nothing at all has moved since the last look
 * it tells the same; when only others' tables have, the elements are sampled or read, whichever is
 * cheaper; otherwise everything is read, or confirmed to be what the last look says.
 */
public final class Observer {
  private final NftablesConnection connection;
  private final RulesetReader reader;
  private final Observation last;
  private final Ownership ownership;
  private final Progress progress;
  private final String place = Stamp.here();

  public Observer(
      NftablesConnection connection, Observation last, Ownership ownership, Progress progress) {
    this.connection = connection;
    this.reader = connection.reader();
    this.last = last;
    this.ownership = ownership;
    this.progress = progress;
  }

  /** Looks once; the observation is of one generation only if the caller sees to that. */
  public Observation observe() throws NftablesException {
    long generation = reader.generation();
    if (last.layout() instanceof NftLayout held
        && held.stamp().isAt(place, generation)
        && last.proof() != Proof.SAMPLED
        && !orphaned()) {
      Map<String, Counters.CounterInfo> counted = counted();
      return last.counted(counters(last.owned(), counted), packets(counted, Names.FRAGMENTS))
          .proven(Proof.RECORDED);
    }
    TableContents contents = TableContents.read(reader);
    Stamp now = Stamp.of(place, generation, contents);
    Optional<Proof> believed = new Belief(reader, last).of(contents, now);
    return believed.isPresent()
        ? observation(
            contents,
            Interpreter.believe(contents, last.owned()),
            Optional.empty(),
            now,
            believed.get())
        : readAll(contents, now);
  }

  private Observation readAll(TableContents contents, Stamp now) throws NftablesException {
    Optional<Interpreter.Reading> confirmed =
        new Confirmation(connection, contents).of(last.owned());
    if (confirmed.isPresent()) {
      return observation(contents, confirmed.get(), Optional.empty(), now, Proof.EXACT);
    }
    Map<String, AddressSet> elements = contents.elements(reader, progress);
    Interpreter.Reading reading = Interpreter.read(contents, elements);
    return observation(contents, reading, Optional.of(elements), now, Proof.EXACT);
  }

  private Observation observation(
      TableContents contents,
      Interpreter.Reading reading,
      Optional<Map<String, AddressSet>> elements,
      Stamp now,
      Proof proof)
      throws NftablesException {
    Neighbours neighbours = Neighbours.read(reader, LegacyTables.translate());
    boolean regular = reading.anomalies().isEmpty();
    Map<String, Census> censuses = new TreeMap<>();
    if (regular) {
      reading
          .ruleset()
          .rules()
          .forEach(rule -> censuses.put(rule.name(), Census.of(RuleLayout.peers(rule))));
    }
    NftLayout layout =
        new NftLayout(
            contents,
            regular ? Optional.empty() : elements,
            reading.shapes(),
            censuses,
            new NftLayout.Surroundings(neighbours.translates(), neighbours.tracks()),
            now);
    List<String> anomalies = new ArrayList<>(reading.anomalies());
    anomalies.addAll(misshaped(reading, layout));
    contents.table().flatMap(this::misowned).ifPresent(anomalies::add);
    return new Observation(
        reading.ruleset(),
        layout,
        now.text(),
        counters(reading.ruleset(), contents.counters()),
        packets(contents.counters(), Names.FRAGMENTS),
        neighbours.foreign(),
        anomalies,
        proof,
        List.of());
  }

  /** An owner that ends moves no generation, so nothing but a look at the table tells. */
  private boolean orphaned() throws NftablesException {
    return ownership == Ownership.OWNED
        && reader
            .table(TableContents.FAMILY, Names.TABLE)
            .filter(ownership::lacksOwner)
            .isPresent();
  }

  private Optional<String> misowned(Tables.TableInfo table) {
    if (!ownership.fits(table)) {
      return Optional.of(
          Ownership.OWNED.fits(table)
              ? "the table was made to be owned by one process, and is not meant to"
              : "the table was made so that no process can own it, and is meant to be owned");
    }
    return ownership.lacksOwner(table)
        ? Optional.of("the process that owned the table has ended: anybody may change it")
        : Optional.empty();
  }

  /** Finds rules that look at translated ports on a host that has begun to translate. */
  private static List<String> misshaped(Interpreter.Reading reading, NftLayout layout) {
    List<String> found = new ArrayList<>();
    for (AccessRule rule : reading.ruleset().rules()) {
      Shape shape = reading.shapes().get(rule.name());
      if (shape != null && !shape.tracked() && RuleLayout.tracked(rule, layout)) {
        found.add("rule " + rule.name() + " does not see what was dialled before translation");
      }
    }
    return found;
  }

  private Map<String, Counters.CounterInfo> counted() throws NftablesException {
    Map<String, Counters.CounterInfo> counted = new TreeMap<>();
    reader.counters(TableContents.FAMILY, Names.TABLE).forEach(one -> counted.put(one.name(), one));
    return counted;
  }

  private static Map<String, Observation.Counters> counters(
      Ruleset ruleset, Map<String, Counters.CounterInfo> counted) {
    Map<String, Observation.Counters> counters = new TreeMap<>();
    for (AccessRule rule : ruleset.rules()) {
      counters.put(
          rule.name(),
          new Observation.Counters(
              packets(counted, Names.accepted(rule.name())),
              packets(counted, Names.refused(rule.name()))));
    }
    return counters;
  }

  private static long packets(Map<String, Counters.CounterInfo> counted, String counter) {
    Counters.CounterInfo found = counted.get(counter);
    return found == null ? 0 : found.packets();
  }
}
