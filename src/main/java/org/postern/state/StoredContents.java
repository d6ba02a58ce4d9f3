package org.postern.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.plan.memory.DomainMemory;
import org.postern.source.LastGood;
import org.postern.state.blobs.Shelf;
import org.postern.state.legacy.FirstFormat;

/** Reads what generations consist of, from where their small files say it is stored. */
final class StoredContents {
  private final GenerationFiles generations;
  private final Shelf shelf;

  StoredContents(GenerationFiles generations, Shelf shelf) {
    this.generations = generations;
    this.shelf = shelf;
  }

  /**
   * Returns the contents of a generation.
   *
   * @param told hears what is damaged, and what stands in for it
   * @throws StateException when it cannot be read
   */
  Contents read(Generation generation, Consumer<String> told) throws IOException {
    if (generation.number() == 0) {
      return Contents.none();
    }
    return generation.contents().isPresent()
        ? sound(generation, () -> shelf.contents(generation.contents().get(), told))
        : ofFirstFormat(generation, FirstFormat::contents);
  }

  /**
   * Returns the answers that a generation came from.
   *
   * @throws StateException when they cannot be read
   */
  List<LastGood> answers(Generation generation) throws IOException {
    if (generation.number() == 0) {
      return List.of();
    }
    return generation.contents().isPresent()
        ? sound(generation, () -> shelf.answers(generation.contents().get(), _ -> {}))
        : ofFirstFormat(generation, FirstFormat::answers);
  }

  /**
   * Returns what was remembered of mail domains when a generation was made.
   *
   * @throws StateException when it cannot be read
   */
  DomainMemory domains(Generation generation) throws IOException {
    return generation.number() == 0 || generation.contents().isEmpty()
        ? DomainMemory.empty()
        : sound(generation, () -> shelf.domains(generation.contents().get()));
  }

  private <T> T sound(Generation generation, OwnedFolder.Writing<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (IOException e) {
      throw new StateException(
          StateException.Kind.CORRUPT,
          "generation %d is damaged: %s".formatted(generation.number(), e.getMessage()),
          e);
    }
  }

  private <T> T ofFirstFormat(Generation generation, StateFile.Decoder<T> decoder)
      throws IOException {
    return generations
        .read(
            generation.number(),
            _ -> {
              throw new IOException("it names no contents");
            },
            decoder)
        .orElseThrow(
            () ->
                new StateException(
                    StateException.Kind.CORRUPT,
                    "generation %d is missing".formatted(generation.number())));
  }

  /** Returns the answers of the newest sound generation; in force is the newest that was proven. */
  Optional<RunState> newest() throws IOException {
    Optional<RunState> newest = Optional.empty();
    for (int number : generations.numbers().reversed()) {
      Optional<RunState> found = sound(number);
      newest = newest.or(() -> found);
      if (found.filter(one -> one.generation() != 0).isPresent()) {
        return newest.map(one -> one.withGeneration(number));
      }
    }
    return newest;
  }

  /** Returns the answers of a generation; it is in force if it was proven. */
  private Optional<RunState> sound(int number) throws IOException {
    try {
      Optional<Generation> found = generations.read(number);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      RunState empty = RunState.empty();
      RunState answers =
          empty.withGuards(
              empty.guards().withLastGood(answers(found.get())).withDomains(domains(found.get())));
      return Optional.of(
          found.get().outcome().isInForce() ? answers.withGeneration(found.get()) : answers);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.CORRUPT) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
