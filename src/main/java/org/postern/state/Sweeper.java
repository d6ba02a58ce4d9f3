package org.postern.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.state.blobs.Shelf;

/** Repairs damaged packs in {@code blobs}, and deletes packs that nothing refers to. */
final class Sweeper {
  /** How many packs are written from one sweep to the next. */
  private static final int EVERY = 32;

  private final MemoryFile memory;
  private final GenerationFiles generations;
  private final Shelf shelf;

  Sweeper(MemoryFile memory, GenerationFiles generations, Shelf shelf) {
    this.memory = memory;
    this.generations = generations;
    this.shelf = shelf;
  }

  /** Sweeps when the number of the written pack is a multiple of {@link #EVERY}. */
  void after(Shelf.Written written) {
    if (written.number() != 0 && written.number() % EVERY == 0) {
      sweep();
    }
  }

  /** Sweeps. A failure is ignored: packs that stay do no harm, and the next sweep tries again. */
  void sweep() {
    try {
      List<String> places = new ArrayList<>(memory.places());
      boolean all = memory.isKnown();
      for (int number : generations.numbers()) {
        Optional<Generation> found = generations.sound(number);
        found.flatMap(Generation::contents).ifPresent(places::add);
        all &= found.isPresent();
      }
      shelf.sweep(places, all);
    } catch (IOException e) {
      return;
    }
  }
}
