package org.postern.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.state.blobs.Shelf;

/** Keeps {@code blobs} sound, and free of what nothing needs any more. */
final class Sweeper {
  /** After so many files of {@code blobs} they are looked at. */
  private static final int EVERY = 32;

  private final MemoryFile memory;
  private final GenerationFiles generations;
  private final Shelf shelf;

  Sweeper(MemoryFile memory, GenerationFiles generations, Shelf shelf) {
    this.memory = memory;
    this.generations = generations;
    this.shelf = shelf;
  }

  /** Sweeps after some of the writes. */
  void after(Shelf.Written written) {
    if (written.number() != 0 && written.number() % EVERY == 0) {
      sweep();
    }
  }

  /** What it fails for does no harm where it is, and is tried again. */
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
