package org.postern.command.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.page.Basis;
import org.postern.page.Past;
import org.postern.page.PastGeneration;
import org.postern.state.AuditEntry;
import org.postern.state.Generation;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/** Reads for a page what was accepted and ordered, one generation at a time: each is large. */
final class PastReader {
  /** The most generations that are read; older ones are counted. */
  private static final int READ = 60;

  private final StateStore store;
  private final List<String> unread = new ArrayList<>();

  PastReader(StateStore store) {
    this.store = store;
  }

  /** Returns the generation in force, as what a policy is compared with. */
  Optional<Basis> basis(int number) throws IOException {
    Optional<Generation> found = number == 0 ? Optional.empty() : generation(number);
    return found.isEmpty() ? Optional.empty() : basis(found.get());
  }

  /**
   * Reads all of the past that can be read.
   *
   * @param inForce the number of the generation in force, 0 for none
   */
  Past past(int inForce) throws IOException {
    List<Integer> numbers = read(store::numbers).orElse(List.of());
    int older = Math.max(0, numbers.size() - READ);
    List<PastGeneration> generations = new ArrayList<>();
    for (int number : numbers.subList(older, numbers.size())) {
      Optional<Generation> found = generation(number);
      if (found.isPresent()) {
        past(found.get()).ifPresent(generations::add);
      }
    }
    List<AuditEntry> orders = read(() -> store.audit().read()).orElse(List.of());
    return new Past(generations, older, inForce, orders, unread);
  }

  private Optional<Basis> basis(Generation generation) throws IOException {
    return read(
        () ->
            new Basis(
                "generation " + generation.number(),
                store.contents(generation, unread::add).ruleset(),
                store.answers(generation)));
  }

  private Optional<PastGeneration> past(Generation generation) throws IOException {
    return read(
        () ->
            PastGeneration.of(
                generation,
                store.contents(generation, unread::add).ruleset(),
                store.answers(generation)));
  }

  private Optional<Generation> generation(int number) throws IOException {
    return read(() -> store.generation(number)).flatMap(found -> found);
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Reads one part. A part that cannot be read does not hide the others; it is said. */
  private <T> Optional<T> read(Reading<T> reading) throws IOException {
    try {
      return Optional.of(reading.read());
    } catch (StateException e) {
      String why = String.valueOf(e.getMessage());
      if (!unread.contains(why)) {
        unread.add(why);
      }
      return Optional.empty();
    }
  }
}
