package org.postern.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.plan.memory.DomainMemory;
import org.postern.source.LastGood;
import org.postern.state.blobs.Shelf;

/**
 * Brings generations of the first format into the present one: those that may have to come back at
 * once, the others a few with every write, because each of them is large.
 */
final class Takeover {
  private static final int AT_ONCE = 2;

  private final StateStore store;
  private final Shelf shelf;
  private final GenerationFiles files;

  Takeover(StateStore store, Shelf shelf, GenerationFiles files) {
    this.store = store;
    this.shelf = shelf;
    this.files = files;
  }

  /**
   * Takes over some generations. The caller holds the lock.
   *
   * @param older the numbers of generations that may be in the first format
   * @return the numbers of these that may still be in it
   */
  List<Integer> go(List<Integer> older, RunState state) throws IOException {
    List<Integer> left = new ArrayList<>(older);
    left.sort(Comparator.reverseOrder());
    List<Integer> first = new ArrayList<>(left);
    first.retainAll(needed(state));
    int rest = AT_ONCE;
    for (int number : left) {
      if (!first.contains(number) && rest > 0) {
        first.add(number);
        rest--;
      }
    }
    for (int number : first) {
      takeOver(number);
      left.remove(Integer.valueOf(number));
    }
    return left;
  }

  /** Returns a copy of which the outlines name where their contents are stored. */
  RunState stored(RunState state) throws IOException {
    RunState all = state;
    for (Generation outline : state.outlines()) {
      Generation stored = stored(outline);
      all = stored.equals(outline) ? all : all.withOutline(stored);
    }
    return all;
  }

  /**
   * Returns the generations that are needed: the one in force, the one that comes back when it is
   * not confirmed, and the pinned one.
   */
  private List<Integer> needed(RunState state) throws IOException {
    List<Integer> needed = new ArrayList<>(List.of(state.generation()));
    files
        .sound(state.generation())
        .flatMap(Generation::confirmation)
        .ifPresent(waits -> needed.add(waits.before()));
    try {
      store.orders().pin().ifPresent(pin -> needed.add(pin.generation()));
    } catch (StateException e) {
      return needed;
    }
    return needed;
  }

  /** Takes a generation over; one that cannot be read stays as it is. */
  private void takeOver(int number) throws IOException {
    Optional<Generation> found = files.sound(number).filter(one -> one.contents().isEmpty());
    if (found.isPresent()) {
      Generation stored = stored(found.get());
      if (stored.contents().isPresent()) {
        files.write(stored);
      }
    }
  }

  /**
   * Returns a generation with its contents stored where it names them: its own file, which may be
   * in the first format and hold them, is about to be replaced.
   */
  Generation stored(Generation generation) throws IOException {
    if (generation.number() == 0 || generation.contents().isPresent()) {
      return generation;
    }
    Optional<String> known = files.sound(generation.number()).flatMap(Generation::contents);
    return known.isPresent()
        ? generation.stored(known.get(), generation.digest())
        : ofFirstFormat(generation);
  }

  private Generation ofFirstFormat(Generation generation) throws IOException {
    try {
      Contents contents = store.contents(generation, _ -> {});
      List<LastGood> answers = store.answers(generation);
      String place =
          shelf.begin().contents(contents, answers, DomainMemory.empty()).write().contents();
      return generation.stored(place, generation.digest());
    } catch (StateException e) {
      return generation;
    }
  }
}
