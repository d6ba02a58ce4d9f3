package org.postern.pipeline.recover;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.pipeline.Openings;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Recall;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.state.Marks;
import org.postern.state.Orders;
import org.postern.state.StateException;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.TargetException;

/**
 * Closes what was open for a while on targets that do not close by themselves. The targets come
 * first: a state that cannot be written keeps none from being closed.
 */
public final class Closing {
  private final StateStore store;
  private final InstantSource clock;
  private final Administration administration;

  public Closing(StateStore store, InstantSource clock, Administration administration) {
    this.store = store;
    this.clock = clock;
    this.administration = administration;
  }

  /**
   * Closes what is over, also while all else is paused.
   *
   * @return when the next is over; empty when nothing is open any more
   * @throws IOException when a target could not be closed, or that could not be written down; to be
   *     tried again
   */
  public Optional<Instant> look() throws IOException {
    if (!store.marks().has(Marks.Mark.OPENING)) {
      return Optional.empty();
    }
    Orders given = Recall.orders(store, new ArrayList<>());
    Optional<Instant> next = next(standing(given));
    return next.isPresent() && given.openings().equals(standing(given).openings()) ? next : bring();
  }

  /**
   * Closes what is over, for a process that knows the orders: an opening whose mark is gone is
   * closed all the same, where a target has to be closed by us.
   *
   * @param known the orders as they were last read
   * @return when the next is over; empty when nothing is open any more, as far as the mark tells
   * @throws IOException when a target could not be closed, or that could not be written down; to be
   *     tried again
   */
  public Optional<Instant> look(Orders known) throws IOException {
    boolean over = !standing(known).openings().equals(known.openings());
    return over && administration.hasToClose() ? bring() : look();
  }

  /**
   * Brings the targets to what stands of the orders.
   *
   * @return when the next is over; empty when nothing is open any more
   */
  public Optional<Instant> bring() throws IOException {
    try (StateLock lock = store.lock()) {
      Orders standing = standing(Recall.orders(store, new ArrayList<>()));
      close(standing, Optional.of(lock));
      store.write(lock, standing);
      Optional<Instant> next = next(standing);
      store.marks().set(lock, Marks.Mark.OPENING, next.isPresent());
      return next;
    } catch (StateException e) {
      close(standing(Recall.orders(store, new ArrayList<>())), Optional.empty());
      throw e;
    }
  }

  /**
   * Has an opening that was ordered by a clock that was ahead begin now, or a target would stay
   * open for years.
   */
  public void begin() throws IOException {
    if (!store.marks().has(Marks.Mark.OPENING)) {
      return;
    }
    try (StateLock lock = store.lock()) {
      Orders given = Recall.orders(store, new ArrayList<>());
      Orders now = given.notAfter(clock.instant());
      if (!now.equals(given)) {
        store.write(lock, now);
      }
    }
  }

  /**
   * Returns a difference without openings whose time is over, where the target closes by itself: no
   * packet is judged otherwise by them.
   */
  public Plan withoutEnded(Plan plan, Capabilities capabilities) {
    if (!capabilities.can(Ability.CLOSES)) {
      return plan;
    }
    Ruleset held = Openings.withoutEnded(plan.before().owned(), clock.instant());
    return Plan.between(plan.before().meaning(held), plan.after());
  }

  private Orders standing(Orders given) {
    return given.at(clock.instant());
  }

  private static Optional<Instant> next(Orders standing) {
    return standing.openings().stream().map(Orders.Opening::until).min(Instant::compareTo);
  }

  private void close(Orders standing, Optional<StateLock> lock) throws IOException {
    List<Outcome> outcomes = administration.close(standing, lock);
    List<String> open =
        outcomes.stream()
            .filter(outcome -> !(outcome instanceof Outcome.Proven))
            .map(Closing::target)
            .toList();
    if (!open.isEmpty()) {
      throw new TargetException(
          TargetException.Kind.TEMPORARY,
          open.stream().collect(Collectors.joining(", "))
              + " is not known to hold what it should when an opening has ended");
    }
  }

  private static String target(Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotProven one -> one.target() + " (" + one.why() + ")";
      case Outcome.Unchanged one -> one.target() + " (" + one.why() + ")";
      case Outcome.Unavailable one -> one.target() + " (" + one.sentence() + ")";
      case Outcome.Handed one -> one.target() + " (" + one.sentence() + ")";
      case Outcome.Proven one -> one.target();
      case Outcome.Planned one -> one.target();
      case Outcome.Objected one -> one.target();
      case Outcome.Rejected _ -> "the policy";
      case Outcome.Refused _ -> "a rule";
    };
  }
}
