package org.postern.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/**
 * The state that is to be in force, told from disk alone: no source is asked. Read leniently,
 * because it is read when little else works; what had to stand in for what is said.
 *
 * @param memory the memory as far as it can be read
 * @param orders the orders that stand now, as far as they can be read
 * @param generation the generation that is to be in force; empty when there is none
 * @param contents the contents of that generation
 * @param unconfirmed the generation that was to be confirmed in time and was not
 * @param standing how the generation is known
 * @param notes the damage, and what stands in for it
 */
public record Recall(
    RunState memory,
    Orders orders,
    Optional<Generation> generation,
    Contents contents,
    Optional<Generation> unconfirmed,
    Standing standing,
    List<String> notes) {
  /** The note where the first apply was begun, and how it ended is not written. */
  public static final String BEGUN =
      "an apply was begun, and how it ended is not written: targets may hold parts of it; postern"
          + " apply brings all of it, postern remove takes it out";

  public Recall {
    notes = notes.stream().distinct().toList();
  }

  /** The way by which the state that is to be in force is known. */
  public enum Standing {
    /** The state is as it was written, be it that nothing is to be in force. */
    WRITTEN,
    /** The state's file is damaged or missing; what the memory repeats of it stands in. */
    REBUILT,
    /** The state is damaged or missing; an older one stands in for it. */
    REPLACED,
    /** The first apply was begun, and how it ended is not written: targets may hold parts of it. */
    BEGUN,
    /** A generation was in force, and nothing that is left tells which. */
    LOST
  }

  /**
   * Reads the state.
   *
   * @param boot the name of this run of the machine
   */
  public static Recall of(StateStore store, Instant now, String boot) throws IOException {
    return new Reading(store).read(now, boot);
  }

  /** Tells whether something was in force, and nothing that is left tells what. */
  public boolean isLost() {
    return standing == Standing.LOST && orders.removal().isEmpty();
  }

  /** Tells whether the first apply was begun, and how it ended is not written. */
  public boolean isBegun() {
    return standing == Standing.BEGUN && orders.removal().isEmpty();
  }

  /**
   * Returns the time until when what is in force has to be confirmed; empty where nothing waits for
   * that.
   */
  public Optional<Instant> confirmBy() {
    return generation
        .filter(_ -> orders.removal().isEmpty())
        .flatMap(Generation::confirmation)
        .map(Generation.Confirmation::until);
  }

  /** Tells whether it is known what is to be in force, be it nothing. */
  public boolean isKnown() {
    return generation.isPresent() || notes.isEmpty();
  }

  /** Tells whether both say that the same is to be in force. */
  public boolean isSame(Recall other) {
    return orders.equals(other.orders)
        && memory.generation() == other.memory.generation()
        && generation.equals(other.generation);
  }

  /** Reads the orders; what cannot be read is no order, and is said. */
  public static Orders orders(StateStore store, List<String> notes) throws IOException {
    try {
      return store.orders();
    } catch (StateException e) {
      return switch (e.kind()) {
        case CORRUPT -> {
          notes.add(e.getMessage() + "; no order stands");
          yield Orders.none();
        }
        case PERMISSION -> Orders.none();
        case NEWER, LOCKED, UNWRITABLE -> throw e;
      };
    }
  }

  public static RunState memory(StateStore store, List<String> notes) throws IOException {
    try {
      return store.runState(notes::add);
    } catch (StateException e) {
      notes.add(damage(e));
      return RunState.empty();
    }
  }

  public static Optional<Generation> sound(StateStore store, int number, List<String> notes)
      throws IOException {
    try {
      return store.generation(number);
    } catch (StateException e) {
      notes.add(damage(e));
      return Optional.empty();
    }
  }

  /** Reads the contents of a generation; empty when they are damaged. */
  public static Optional<Contents> contents(
      StateStore store, Generation generation, List<String> notes) throws IOException {
    try {
      return Optional.of(store.contents(generation, notes::add));
    } catch (StateException e) {
      notes.add(damage(e));
      return Optional.empty();
    }
  }

  private static String damage(StateException e) throws StateException {
    return switch (e.kind()) {
      case CORRUPT -> String.valueOf(e.getMessage());
      case NEWER, LOCKED, PERMISSION, UNWRITABLE -> throw e;
    };
  }

  /**
   * Returns what a generation was proven to have brought a target to; empty where that cannot be
   * read, as it only helps to explain.
   */
  public static Optional<Ruleset> applied(StateStore store, RunState memory, String target) {
    List<String> unused = new ArrayList<>();
    try {
      Optional<Generation> inForce =
          inForce(store, memory, unused)
              .filter(one -> one.outcome().isInForce())
              .filter(one -> one.targetNames().contains(target));
      return inForce.isPresent()
          ? contents(store, inForce.get(), unused).map(Contents::ruleset)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the generation in force, by its file or by what the memory repeats of it. */
  public static Optional<Generation> inForce(StateStore store, RunState memory, List<String> notes)
      throws IOException {
    return sound(store, memory.generation(), notes).or(() -> memory.outline(memory.generation()));
  }

  /** Reads it from one state. */
  private static final class Reading {
    private final StateStore store;
    private final List<String> notes = new ArrayList<>();
    private final List<String> ofMemory = new ArrayList<>();
    private final RunState memory;
    private Contents contents = Contents.none();
    private Standing standing = Standing.WRITTEN;

    private Reading(StateStore store) throws IOException {
      this.store = store;
      this.memory = Recall.memory(store, ofMemory);
    }

    private Recall read(Instant now, String boot) throws IOException {
      Orders orders = Recall.orders(store, notes).at(now);
      notes.addAll(ofMemory);
      int number = orders.pin().map(Orders.Pin::generation).orElse(memory.generation());
      Optional<Generation> found = find(number);
      // Where everything was taken out on purpose, nothing comes back by itself.
      Optional<Generation> unconfirmed =
          found.filter(one -> orders.removal().isEmpty() && isOver(one, now, boot));
      if (unconfirmed.isPresent()) {
        number = unconfirmed.get().confirmation().map(Generation.Confirmation::before).orElse(0);
        contents = Contents.none();
        standing = Standing.WRITTEN;
        found = find(number);
      }
      if (found.isEmpty() && number != 0) {
        found = newestProven();
        standing = isRefreshed(number) ? Standing.WRITTEN : Standing.REPLACED;
      }
      if (found.isEmpty() && (number != 0 || !ofMemory.isEmpty())) {
        standing = Standing.LOST;
      } else if (found.isPresent() && !ofMemory.isEmpty() && isPassedOver(number)) {
        standing = Standing.REPLACED;
      } else if (found.isEmpty() && isBegun()) {
        standing = Standing.BEGUN;
      }
      return new Recall(memory, orders, found, contents, unconfirmed, standing, notes);
    }

    private boolean isBegun() throws IOException {
      List<Integer> numbers = store.numbers();
      return !numbers.isEmpty()
          && sound(store, numbers.getLast(), notes)
              .filter(one -> one.outcome() == Generation.Outcome.PENDING)
              .isPresent();
    }

    /**
     * Returns a generation of which the contents are sound, by its file or by what the memory
     * repeats.
     */
    private Optional<Generation> find(int number) throws IOException {
      if (number == 0) {
        return Optional.empty();
      }
      Optional<Generation> found = sound(store, number, notes);
      if (found.isEmpty() && memory.outline(number).isPresent()) {
        found = memory.outline(number);
        standing = Standing.REBUILT;
        notes.add("generation %d is known from the memory".formatted(number));
      }
      found = found.isPresent() ? withContents(found.get()) : found;
      if (found.isEmpty()) {
        notes.add("generation " + number + ", which is to be in force, cannot be read");
      }
      return found;
    }

    private Optional<Generation> withContents(Generation generation) throws IOException {
      Optional<Contents> read = Recall.contents(store, generation, notes);
      read.ifPresent(one -> contents = one);
      return read.map(_ -> generation);
    }

    private boolean isRefreshed(int number) throws IOException {
      return store.numbers().contains(number) && !store.accepted().contains(number);
    }

    /**
     * Tells whether a newer one than that cannot be read: it may have been in force. One that only
     * followed the sources is no loss, because they are followed from the one before.
     */
    private boolean isPassedOver(int number) throws IOException {
      for (int newer : store.accepted().reversed()) {
        if (newer > number && !isSound(newer)) {
          notes.add("generation " + number + ", the newest that is sound, stands in for it");
          return true;
        }
      }
      return false;
    }

    private boolean isSound(int number) throws IOException {
      Optional<Generation> found = sound(store, number, notes);
      return found.isPresent()
          && (!found.get().outcome().isInForce()
              || Recall.contents(store, found.get(), notes).isPresent());
    }

    private Optional<Generation> newestProven() throws IOException {
      for (int number : store.numbers().reversed()) {
        Optional<Generation> found =
            sound(store, number, notes)
                .filter(one -> one.outcome().isInForce())
                .filter(one -> one.confirmation().isEmpty());
        if (found.isPresent() && withContents(found.get()).isPresent()) {
          notes.add("generation " + number + ", the newest that is sound, stands in for it");
          return found;
        }
      }
      return Optional.empty();
    }

    /**
     * Tells whether a trial is over: it ends with its time, and with the run of the machine in
     * which it began. That it has ended is not forgotten by a clock that is set back.
     */
    private static boolean isOver(Generation generation, Instant now, String boot) {
      return generation
          .confirmation()
          .filter(
              waits ->
                  !now.isBefore(waits.until())
                      || !waits.boot().equals(boot)
                      || generation.outcome() == Generation.Outcome.EXPIRED)
          .isPresent();
    }
  }
}
