package org.postern.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.plan.RulesetTree;
import org.postern.state.Generation;
import org.postern.state.Memory;
import org.postern.state.Orders;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/**
 * What is to be in force by the state alone: no source is asked. Read leniently, because it is read
 * when little else works; what had to stand in for what is said.
 *
 * @param memory as far as it can be read
 * @param orders that stand now, as far as they can be read
 * @param generation to be in force; empty when there is none
 * @param unconfirmed the generation that was to be confirmed in time and was not
 * @param standing how the generation is known
 * @param notes what is damaged, and what stands in for it
 */
public record Recall(
    Memory memory,
    Orders orders,
    Optional<Generation> generation,
    Optional<Generation> unconfirmed,
    Standing standing,
    List<String> notes) {
  public Recall {
    notes = List.copyOf(notes);
  }

  /** How what is to be in force is known. */
  public enum Standing {
    /** As it was written, be it that nothing is to be in force. */
    WRITTEN,
    /** Its file is damaged or missing; it was built anew from the answers that are remembered. */
    REBUILT,
    /** It is damaged or missing; an older one stands in for it. */
    REPLACED,
    /** Something was in force, and nothing that is left tells what. */
    LOST
  }

  /** Builds the generation in force anew, of what the memory holds; empty where it cannot. */
  interface Rebuilding {
    Optional<Generation> rebuild(Memory memory);
  }

  /**
   * Reads it.
   *
   * @param boot names this run of the machine
   */
  static Recall of(StateStore store, Instant now, String boot, Rebuilding rebuilding)
      throws IOException {
    List<String> notes = new ArrayList<>();
    Orders orders = orders(store, notes).at(now);
    List<String> ofMemory = new ArrayList<>();
    Memory memory = memory(store, ofMemory);
    notes.addAll(ofMemory);
    int number = orders.pin().map(Orders.Pin::generation).orElse(memory.generation());
    Optional<Generation> found = sound(store, number, notes);
    // Where everything was taken out on purpose, nothing comes back by itself.
    Optional<Generation> unconfirmed =
        found.filter(one -> orders.removal().isEmpty() && isOver(one, now, boot));
    if (unconfirmed.isPresent()) {
      number = unconfirmed.get().confirmation().map(Generation.Confirmation::before).orElse(0);
      found = sound(store, number, notes);
    }
    Standing standing = Standing.WRITTEN;
    if (found.isEmpty() && number != 0) {
      notes.add("generation " + number + ", which is to be in force, cannot be read");
      found = number == memory.generation() ? rebuilding.rebuild(memory) : Optional.empty();
      standing = Standing.REBUILT;
      if (found.isEmpty()) {
        found = newestProven(store, notes);
        standing = isRefreshed(store, number) ? Standing.WRITTEN : Standing.REPLACED;
      }
    }
    if (found.isEmpty() && (number != 0 || !ofMemory.isEmpty())) {
      standing = Standing.LOST;
    } else if (found.isPresent() && !ofMemory.isEmpty() && isPassedOver(store, number, notes)) {
      standing = Standing.REPLACED;
    }
    return new Recall(memory, orders, found, unconfirmed, standing, notes);
  }

  private static boolean isRefreshed(StateStore store, int number) throws IOException {
    return store.numbers().contains(number) && !store.accepted().contains(number);
  }

  /**
   * Whether a newer one than that cannot be read: it may have been in force. One that only followed
   * the sources is no loss, because they are followed from the one before.
   */
  private static boolean isPassedOver(StateStore store, int number, List<String> notes)
      throws IOException {
    for (int newer : store.accepted().reversed()) {
      if (newer > number && sound(store, newer, notes).isEmpty()) {
        notes.add("generation " + number + ", the newest that is sound, stands in for it");
        return true;
      }
    }
    return false;
  }

  /** Whether something was in force, and nothing that is left tells what. */
  public boolean isLost() {
    return standing == Standing.LOST && orders.removal().isEmpty();
  }

  /**
   * A trial ends with its time, and with the run of the machine in which it began. That it has
   * ended is not forgotten by a clock that is set back.
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

  /** Whether it is known what is to be in force, be it nothing. */
  public boolean isKnown() {
    return generation.isPresent() || notes.isEmpty();
  }

  /** Whether both say that the same is to be in force. */
  boolean isSame(Recall other) {
    return orders.equals(other.orders)
        && memory.generation() == other.memory.generation()
        && generation.equals(other.generation);
  }

  /** What was ordered; what cannot be read is no order, and is said. */
  static Orders orders(StateStore store, List<String> notes) throws IOException {
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

  static Memory memory(StateStore store, List<String> notes) throws IOException {
    try {
      return store.memory(notes::add);
    } catch (StateException e) {
      return switch (e.kind()) {
        case CORRUPT -> {
          notes.add(String.valueOf(e.getMessage()));
          yield Memory.empty();
        }
        case NEWER, LOCKED, PERMISSION, UNWRITABLE -> throw e;
      };
    }
  }

  static Optional<Generation> sound(StateStore store, int number, List<String> notes)
      throws IOException {
    try {
      return store.generation(number);
    } catch (StateException e) {
      return switch (e.kind()) {
        case CORRUPT -> {
          notes.add(String.valueOf(e.getMessage()));
          yield Optional.empty();
        }
        case NEWER, LOCKED, PERMISSION, UNWRITABLE -> throw e;
      };
    }
  }

  /**
   * What a generation was proven to have brought a target to. What cannot be read is not known: it
   * only helps to explain.
   */
  static Optional<Ruleset> applied(StateStore store, int number, String target) {
    try {
      return sound(store, number, new ArrayList<>())
          .filter(one -> one.outcome() == Generation.Outcome.PROVEN)
          .filter(one -> Restoration.names(one).contains(target))
          .map(one -> RulesetTree.read(one.ruleset()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Generation> newestProven(StateStore store, List<String> notes)
      throws IOException {
    for (int number : store.numbers().reversed()) {
      Optional<Generation> found =
          sound(store, number, notes)
              .filter(one -> one.outcome() == Generation.Outcome.PROVEN)
              .filter(one -> one.confirmation().isEmpty());
      if (found.isPresent()) {
        notes.add("generation " + number + ", the newest that is sound, stands in for it");
        return found;
      }
    }
    return Optional.empty();
  }
}
