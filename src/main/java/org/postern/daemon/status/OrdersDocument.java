package org.postern.daemon.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.state.Orders;

/**
 * Orders of administrators that stand, each with when it was given, by whom and why.
 *
 * @param pin the generation that stays as it is
 * @param pause nothing is changed, not even repaired
 * @param openings rules that refuse no peer for a while
 * @param removal everything was taken out, until the next apply
 */
public record OrdersDocument(
    Optional<Pin> pin, Optional<Pause> pause, List<Opening> openings, Optional<Removal> removal) {
  public OrdersDocument {
    openings = List.copyOf(openings);
  }

  static OrdersDocument of(Orders orders) {
    return new OrdersDocument(
        orders.pin().map(Pin::of),
        orders.pause().map(Pause::of),
        orders.openings().stream().map(Opening::of).toList(),
        orders.removal().map(Removal::of));
  }

  /** An order as it was given. */
  public sealed interface Given {
    /** Returns the time when it was ordered. */
    Instant at();

    /** Returns who ordered it. */
    String who();

    /** Returns the reason; may be empty. */
    String why();
  }

  /**
   * An order that one generation stays.
   *
   * @param generation the number of the generation
   */
  public record Pin(Instant at, String who, String why, int generation) implements Given {
    private static Pin of(Orders.Pin pin) {
      Orders.Given given = pin.given();
      return new Pin(given.at(), given.who(), given.why(), pin.generation());
    }
  }

  /**
   * An order that nothing is changed.
   *
   * @param until the time when it ends by itself; empty when it lasts until it is ended
   */
  public record Pause(Instant at, String who, String why, Optional<Instant> until)
      implements Given {
    private static Pause of(Orders.Pause pause) {
      Orders.Given given = pause.given();
      return new Pause(given.at(), given.who(), given.why(), pause.until());
    }
  }

  /**
   * A rule refuses no peer.
   *
   * @param rule the name of the rule; empty for every rule
   * @param until the time when it refuses again
   */
  public record Opening(Instant at, String who, String why, String rule, Instant until)
      implements Given {
    private static Opening of(Orders.Opening opening) {
      Orders.Given given = opening.given();
      return new Opening(given.at(), given.who(), given.why(), opening.rule(), opening.until());
    }
  }

  /** An order that took everything out. */
  public record Removal(Instant at, String who, String why) implements Given {
    private static Removal of(Orders.Removal removal) {
      Orders.Given given = removal.given();
      return new Removal(given.at(), given.who(), given.why());
    }
  }
}
