package org.postern.state.blobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.plan.memory.DomainMemory;
import org.postern.policy.PolicyText;
import org.postern.source.LastGood;
import org.postern.state.Contents;
import org.postern.state.RunState;

/**
 * The large parts of the state by the names of their places. What was read or written last is kept,
 * so that what has not changed is neither read nor written again. Safe for several threads.
 */
public final class Shelf {
  private static final String PACKS = "packs";

  private final Blobs blobs;
  private final Map<Slot, StoredTable> tables = new HashMap<>();
  private final Map<String, BlobRef> texts = new HashMap<>();
  private Optional<Placed<Contents>> contents = Optional.empty();
  private Optional<Placed<RunState>> rest = Optional.empty();

  /** Chunks of names that the last contents and the last rest need, so that none is swept. */
  private Map<BlobId, BlobRef> namesOfContents = Map.of();

  private Map<BlobId, BlobRef> namesOfRest = Map.of();

  /** The files that the memory was read from: most of them hold some of what is in force too. */
  private Optional<Blobs.Reading> handedOn = Optional.empty();

  public Shelf(Path folder) {
    this.blobs = new Blobs(folder);
  }

  /**
   * A value that is stored at a place.
   *
   * @param damage the parts that were damaged of it when it was read, told until it is mended
   */
  private record Placed<T>(BlobRef place, T value, List<String> damage) {
    private Placed(BlobRef place, T value) {
      this(place, value, List.of());
    }

    private Placed<T> in(PackName pack) {
      return new Placed<>(place.in(pack), value, damage);
    }

    private Placed<T> mended() {
      return new Placed<>(place, value);
    }
  }

  /**
   * The names of what was written.
   *
   * @param contents the name of the contents, empty where none were written
   * @param digest the digest of the policy and its rules
   * @param rest the name of the rest, empty where none was written
   * @param number the number of the file, 0 where everything was stored already
   */
  public record Written(String contents, String digest, String rest, int number) {}

  /** Collects what is written at once, as one file. */
  public final class Writing {
    private final Blobs.Writing pack = blobs.begin();
    private final TableWriter writer = new TableWriter(pack, tables);
    private final NameWriter ownNamesOfContents = new NameWriter(pack, namesOfAll());
    private final NameWriter ownNamesOfRest = new NameWriter(pack, namesOfAll());
    private final Map<String, BlobRef> ownTexts = new LinkedHashMap<>();
    private Optional<Placed<Contents>> ownContents = Optional.empty();
    private Optional<Placed<RunState>> ownRest = Optional.empty();
    private String digest = "";
    private boolean restIsNew;

    private Writing() {}

    /** Adds the contents of a generation. */
    public Writing contents(Contents one, List<LastGood> answers, DomainMemory domains) {
      synchronized (Shelf.this) {
        Map<String, Object> tree =
            ContentsCodec.write(one, answers, domains, this::text, writer, ownNamesOfContents);
        digest = ContentsDigest.of(one, writer);
        ownContents = Optional.of(new Placed<>(record(tree, ownNamesOfContents), one));
        return this;
      }
    }

    /** Adds what one run leaves for the next, unless it is stored already. */
    public Writing rest(RunState state) {
      synchronized (Shelf.this) {
        ownRest =
            rest.filter(known -> known.value().hasSameRest(state))
                .or(() -> Optional.of(new Placed<>(record(state), state)));
        return this;
      }
    }

    private BlobRef record(RunState state) {
      restIsNew = true;
      return record(RestCodec.write(state, writer, ownNamesOfRest), ownNamesOfRest);
    }

    private BlobRef record(Map<String, Object> tree, NameWriter names) {
      Map<String, Object> all = new LinkedHashMap<>(tree);
      Set<PackName> needed = writer.packs();
      needed.addAll(names.packs());
      ownTexts.values().forEach(ref -> needed.add(ref.pack()));
      needed.removeIf(PackName::isBeingWritten);
      all.put(PACKS, needed.stream().map(PackName::toString).toList());
      return pack.record(Json.write(all).getBytes(StandardCharsets.UTF_8));
    }

    private String text(String text) {
      BlobRef known = ownTexts.get(text);
      if (known == null) {
        known = texts.get(text);
        known = known == null ? pack.record(text.getBytes(StandardCharsets.UTF_8)) : known;
        ownTexts.put(text, known);
      }
      return known.toString();
    }

    /** Writes the file, synced. */
    public Written write() throws IOException {
      synchronized (Shelf.this) {
        PackName name = pack.isEmpty() ? PackName.BEING_WRITTEN : pack.write();
        tables.putAll(writer.in(name));
        ownContents = ownContents.map(one -> one.in(name));
        ownRest = ownRest.map(one -> one.in(name));
        if (restIsNew) {
          namesOfRest = ownNamesOfRest.in(name);
        }
        rest = ownRest.or(() -> rest);
        if (ownContents.isPresent()) {
          contents = ownContents;
          namesOfContents = ownNamesOfContents.in(name);
          texts.clear();
          ownTexts.forEach((text, ref) -> texts.put(text, ref.in(name)));
        }
        return new Written(place(ownContents), digest, place(ownRest), name.number());
      }
    }

    private static String place(Optional<? extends Placed<?>> one) {
      return one.map(placed -> placed.place().toString()).orElse("");
    }
  }

  /** Begins to write. */
  public synchronized Writing begin() {
    return new Writing();
  }

  /**
   * Returns the contents of a generation.
   *
   * @param told hears what is damaged, so that a copy stands in for it
   * @throws IOException when some of them are damaged or missing
   */
  public synchronized Contents contents(String place, Consumer<String> told) throws IOException {
    BlobRef ref = BlobRef.parse(place);
    if (contents.isEmpty() || !contents.get().place().equals(ref)) {
      Placed<Contents> read =
          read(
              ref,
              (tree, reading) -> {
                NameReader names = new NameReader(reading, ref.pack());
                Contents found =
                    ContentsCodec.read(
                        tree,
                        reading,
                        new TableReader(reading, ref.pack(), tables),
                        names,
                        ref.pack());
                namesOfContents = names.chunks();
                remember(found, ContentsCodec.texts(tree, ref.pack()));
                return found;
              });
      contents = Optional.of(read);
    }
    contents.get().damage().forEach(told);
    return contents.get().value();
  }

  /** The next generation most likely has the same texts. */
  private void remember(Contents found, List<BlobRef> places) {
    texts.clear();
    List<PolicyText> all = new ArrayList<>(found.texts());
    found.lock().ifPresent(all::add);
    for (int i = 0; i < all.size(); i++) {
      texts.put(all.get(i).text(), places.get(i));
    }
  }

  /** Returns the answers from which a generation came. */
  public synchronized List<LastGood> answers(String place, Consumer<String> told)
      throws IOException {
    BlobRef ref = BlobRef.parse(place);
    Placed<List<LastGood>> read =
        read(
            ref,
            (tree, reading) ->
                LastGoodCodec.read(tree, new TableReader(reading, ref.pack(), tables)));
    read.damage().forEach(told);
    return read.value();
  }

  /** Returns what was remembered of mail domains when a generation was made. */
  public synchronized DomainMemory domains(String place) throws IOException {
    BlobRef ref = BlobRef.parse(place);
    return read(
            ref,
            (tree, reading) ->
                tree.has("domains")
                    ? DomainCodec.read(tree.object("domains"), new NameReader(reading, ref.pack()))
                    : DomainMemory.empty())
        .value();
  }

  private Map<BlobId, BlobRef> namesOfAll() {
    Map<BlobId, BlobRef> all = new HashMap<>(namesOfContents);
    all.putAll(namesOfRest);
    return all;
  }

  /** Returns what one run left for the next, but for the generation in force. */
  public synchronized RunState rest(String place, Consumer<String> told) throws IOException {
    BlobRef ref = BlobRef.parse(place);
    if (rest.isEmpty() || !rest.get().place().equals(ref)) {
      rest =
          Optional.of(
              read(
                  ref,
                  (tree, reading) -> {
                    handedOn = Optional.of(reading);
                    NameReader names = new NameReader(reading, ref.pack());
                    RunState found =
                        RestCodec.read(tree, new TableReader(reading, ref.pack(), tables), names);
                    namesOfRest = names.chunks();
                    return found;
                  }));
    }
    rest.get().damage().forEach(told);
    return rest.get().value();
  }

  /**
   * Returns what one run left for the next, but for the generation in force, answers, and the
   * entries of what waits: no table is read.
   */
  public synchronized RunState withoutTables(String place, Consumer<String> told)
      throws IOException {
    Placed<RunState> read =
        read(BlobRef.parse(place), (tree, reading) -> RestCodec.readWithoutTables(tree));
    read.damage().forEach(told);
    return read.value();
  }

  /** Tells again what was damaged of the rest when it was read, unless that was mended since. */
  public synchronized void tellAgain(String place, Consumer<String> told) throws IOException {
    BlobRef ref = BlobRef.parse(place);
    rest.filter(one -> one.place().equals(ref)).ifPresent(one -> one.damage().forEach(told));
  }

  private interface Decoder<T> {
    T decode(JsonTree tree, Blobs.Reading reading) throws IOException;
  }

  private <T> Placed<T> read(BlobRef ref, Decoder<T> decoder) throws IOException {
    Blobs.Reading reading = handedOn.orElseGet(blobs::read);
    handedOn = Optional.empty();
    try {
      T value = decoder.decode(tree(reading, ref), reading);
      return new Placed<>(ref, value, reading.damage());
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException("record " + ref + " makes no sense: " + e.getMessage(), e);
    }
  }

  private static JsonTree tree(Blobs.Reading reading, BlobRef ref) throws IOException {
    return Json.read(new String(reading.record(ref), StandardCharsets.UTF_8));
  }

  /**
   * Writes again what is damaged, and deletes what none of these records needs. When a record
   * cannot be read, it is not known what it needs, and nothing is deleted.
   *
   * @param places the places of records that are still of use
   * @param complete whether those are all of them
   */
  public synchronized void sweep(Collection<String> places, boolean complete) throws IOException {
    Set<PackName> needed = new TreeSet<>();
    boolean all = complete;
    for (String place : places) {
      all &= addNeeded(place, blobs.read(), needed);
    }
    blobs.mend(needed);
    contents = contents.map(Placed::mended);
    rest = rest.map(Placed::mended);
    if (all) {
      blobs.sweep(needed);
    }
  }

  /** Answers whether it is known what a record needs; who reads it says what is wrong with it. */
  private static boolean addNeeded(String place, Blobs.Reading reading, Set<PackName> needed) {
    try {
      BlobRef ref = BlobRef.parse(place);
      needed.add(ref.pack());
      for (String name : tree(reading, ref).strings(PACKS)) {
        needed.add(
            PackName.of(name).orElseThrow(() -> new IOException(name + " is no name of a pack")));
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
