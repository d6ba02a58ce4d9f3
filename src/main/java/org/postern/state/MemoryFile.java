package org.postern.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.host.FileModes;
import org.postern.host.JsonTree;
import org.postern.state.blobs.Shelf;
import org.postern.state.legacy.FirstFormat;

/** The small file {@code memory}, and what it names of {@code blobs}. */
final class MemoryFile {
  private final Path file;
  private final Shelf shelf;
  private final GenerationFiles generations;
  private volatile Optional<Known> known = Optional.empty();

  /**
   * The memory as it was read.
   *
   * @param stamp differs when the file was replaced
   * @param rest names what is large of it; empty in the first format
   * @param older generations that may still be in the first format
   */
  private record Known(String stamp, RunState state, String rest, List<Integer> older) {}

  MemoryFile(Path file, Shelf shelf, GenerationFiles generations) {
    this.file = file;
    this.shelf = shelf;
    this.generations = generations;
  }

  /** Returns the path of the file. */
  Path file() {
    return file;
  }

  /**
   * Reads it; a file that was not replaced since is not read again.
   *
   * @param told hears what is damaged of what it names, and what stands in for it
   */
  RunState read(Consumer<String> told) throws IOException {
    String stamp = FileModes.stamp(file);
    Optional<Known> before = known.filter(one -> one.stamp().equals(stamp));
    if (before.isPresent()) {
      if (!before.get().rest().isEmpty()) {
        shelf.tellAgain(before.get().rest(), told);
      }
      return before.get().state();
    }
    List<String> notes = new ArrayList<>();
    Optional<Known> read = readUnlessReplaced(stamp, notes::add);
    if (read.isEmpty()) {
      return read(told);
    }
    notes.forEach(told);
    known = read;
    return read.get().state();
  }

  /**
   * Reads the file; empty where it is replaced meanwhile, since what it names may be swept before
   * it is read.
   */
  private Optional<Known> readUnlessReplaced(String stamp, Consumer<String> told)
      throws IOException {
    try {
      return Optional.of(
          StateFile.read(
              file,
              tree -> read(tree, stamp, told),
              tree -> new Known(stamp, FirstFormat.runState(tree), "", generations.numbers())));
    } catch (StateException e) {
      if (FileModes.stamp(file).equals(stamp)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Reads it without answers and entries, unless they are known. */
  RunState readWithoutTables(Consumer<String> told) throws IOException {
    String stamp = FileModes.stamp(file);
    return known.filter(one -> one.stamp().equals(stamp)).isPresent()
        ? read(told)
        : StateFile.read(
            file,
            tree -> read(tree, stamp, shelf.withoutTables(tree.string("rest"), told)).state(),
            FirstFormat::runState);
  }

  private Known read(JsonTree tree, String stamp, Consumer<String> told) throws IOException {
    return read(tree, stamp, shelf.rest(tree.string("rest"), told));
  }

  private static Known read(JsonTree tree, String stamp, RunState rest) throws IOException {
    List<Generation> outlines = new ArrayList<>();
    for (JsonTree outline : tree.objects("outlines")) {
      outlines.add(GenerationCodec.read(outline));
    }
    List<Integer> older = new ArrayList<>();
    for (Object number : tree.list("older")) {
      older.add((Integer) number);
    }
    return new Known(
        stamp,
        new RunState(
            Math.toIntExact(tree.number("generation")),
            rest.guards(),
            rest.pastFilter(),
            rest.watched(),
            rest.findings(),
            outlines),
        tree.string("rest"),
        older);
  }

  /** Returns the numbers of generations that may still be in the first format. */
  List<Integer> older() {
    return known.map(Known::older).orElse(List.of());
  }

  /** Tells whether it is known what the memory names. */
  boolean isKnown() {
    return known.isPresent();
  }

  /** Returns the places in {@code blobs} that are named. */
  List<String> places() {
    List<String> places = new ArrayList<>();
    known.map(Known::rest).filter(place -> !place.isEmpty()).ifPresent(places::add);
    known.ifPresent(
        one ->
            one.state().outlines().forEach(outline -> outline.contents().ifPresent(places::add)));
    return places;
  }

  /** Replaces the memory. */
  void write(RunState state, String rest, List<Integer> older) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("generation", state.generation());
    tree.put("outlines", state.outlines().stream().map(GenerationCodec::write).toList());
    tree.put("rest", rest);
    if (!older.isEmpty()) {
      tree.put("older", older);
    }
    if (state.guards().domains().isEmpty()) {
      StateFile.write(file, tree);
    } else {
      StateFile.writeWithDomains(file, tree);
    }
    known = Optional.of(new Known(FileModes.stamp(file), state, rest, older));
  }

  /** Writes the memory again where it repeats a generation that was written again. */
  void repeat(Generation generation) throws IOException {
    Optional<Known> repeating =
        known.filter(one -> one.state().outline(generation.number()).isPresent());
    if (repeating.isPresent()) {
      Known one = repeating.get();
      write(one.state().withOutline(generation), one.rest(), one.older());
    }
  }
}
