package org.postern.source.dns;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Message;

/**
 * The servers, asked in turn until one helps. One that was silent is asked again until the
 * deadline, one that said no is not, and one that was silent last time is asked after the others,
 * so that a dead server costs its timeout once and not for every name.
 */
final class Servers implements Upstream {

  /** The result of one exchange with one server. */
  sealed interface Try {}

  private record Settled(Told told) implements Try {}

  /** A denial that any other server may overrule. */
  private record Doubtful(Told told) implements Try {}

  private record Helpless(Exchange.Failed failure) implements Try {}

  /** So often a question is asked again that is refused among many. */
  private static final int TRIES_AGAIN = 4;

  private final List<InetSocketAddress> all;
  private final DnsSettings settings;
  private final Window window;
  private final RoundTrips trips = new RoundTrips();
  private final Set<InetSocketAddress> silent = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();

  Servers(List<InetSocketAddress> all, DnsSettings settings) {
    this(all, settings, new Window(settings.maxInFlight()));
  }

  Servers(List<InetSocketAddress> all, DnsSettings settings, Window window) {
    this.all = List.copyOf(all);
    this.settings = settings;
    this.window = window;
  }

  @Override
  public Told ask(Trail trail, int type, Deadline deadline) {
    List<Exchange> exchanges =
        inOrder().stream()
            .map(server -> new Exchange(server, trail.end(), type, settings, trips, deadline))
            .toList();
    try {
      return new Asking(new Reader(type, settings), trail, deadline).ask(exchanges);
    } finally {
      exchanges.forEach(Exchange::close);
    }
  }

  /** The asking of all servers for one question. */
  private final class Asking {
    private final Reader reader;
    private final Trail trail;
    private final Deadline deadline;
    private final Set<Exchange.Failed> failures = new LinkedHashSet<>();
    private Optional<Told> hearsay = Optional.empty();

    Asking(Reader reader, Trail trail, Deadline deadline) {
      this.reader = reader;
      this.trail = trail;
      this.deadline = deadline;
    }

    Told ask(List<Exchange> exchanges) {
      List<Exchange> open = exchanges;
      for (int round = 1; !open.isEmpty() && !deadline.passed(); round++) {
        List<Exchange> slow = new ArrayList<>();
        List<Exchange> dead = new ArrayList<>();
        for (Exchange exchange : open) {
          switch (inTime(exchange)) {
            case Settled(Told told) -> {
              return told;
            }
            case Doubtful(Told told) -> hearsay = Optional.of(told);
            case Helpless(Exchange.Failed failure) -> {
              if (round == 1 || failure.cause() != Cause.DEADLINE) {
                failures.add(failure);
              }
              switch (failure.again()) {
                case NO -> {}
                case SOON -> dead.add(exchange);
                case UNTIL_DEADLINE -> slow.add(exchange);
              }
            }
          }
        }
        if (hearsay.isPresent()) {
          return hearsay.get();
        }
        open = slow.isEmpty() && round >= settings.tries() ? List.of() : both(slow, dead, open);
      }
      return late(exchanges).orElseGet(this::failed);
    }

    /** Returns the slow and the dead exchanges, in the order in which they were. */
    private static List<Exchange> both(
        List<Exchange> slow, List<Exchange> dead, List<Exchange> order) {
      return order.stream().filter(one -> slow.contains(one) || dead.contains(one)).toList();
    }

    /**
     * Asks one server. A question that fails among many is asked once more among few before that
     * counts, and one that is refused a few times: a resolver that has too much refuses at once,
     * whatever the name.
     */
    private Try inTime(Exchange exchange) {
      Try told = once(exchange);
      if ((serverFailed(told) && window.wasWide()) || (refused(told) && window.wasBusy())) {
        window.calm();
        told = mayHelp(told) ? once(exchange) : told;
        told = refused(told) ? amongFewer(exchange, told) : told;
      }
      return told;
    }

    private Try amongFewer(Exchange exchange, Try refused) {
      Try told = refused;
      int taken = 0;
      for (int again = 1; again < TRIES_AGAIN && refused(told); again++) {
        taken += window.narrow() ? 1 : 0;
        told = once(exchange);
      }
      if (refused(told)) {
        window.widen(taken);
      }
      return told;
    }

    private static boolean serverFailed(Try told) {
      return told instanceof Helpless(Exchange.Failed failure) && failure.isOfServer();
    }

    private static boolean refused(Try told) {
      return told instanceof Helpless(Exchange.Failed failure) && failure.cause() == Cause.REFUSED;
    }

    /** Tells whether another try soon may help. One that is silent is asked again anyway. */
    private static boolean mayHelp(Try told) {
      return told instanceof Helpless(Exchange.Failed failure)
          && failure.again() != Exchange.Again.UNTIL_DEADLINE;
    }

    private Try once(Exchange exchange) {
      try {
        if (!window.enter(deadline)) {
          return new Helpless(Exchange.Failed.LATE);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new Helpless(Exchange.Failed.INTERRUPTED);
      }
      Try told = new Helpless(Exchange.Failed.LATE);
      try {
        told = read(exchange.run(), exchange.server());
        return told;
      } finally {
        window.leave(!(told instanceof Helpless));
      }
    }

    private Try read(Exchange.Result result, InetSocketAddress server) {
      return switch (result) {
        case Exchange.Failed failed -> {
          if (failed.cause() == Cause.TIMEOUT || failed.cause() == Cause.UNREACHABLE) {
            silent.add(server);
          }
          yield new Helpless(failed);
        }
        case Exchange.Replied(Message message, String label) -> {
          silent.remove(server);
          yield switch (reader.read(message, trail)) {
            case Reading.Final reading -> new Settled(new Told(reading, label));
            case Reading.Hearsay(Reading.Absent absent) -> new Doubtful(new Told(absent, label));
            case Reading.Useless(Cause cause, String why) ->
                new Helpless(new Exchange.Failed(cause, label + " " + why, Exchange.Again.NO));
          };
        }
      };
    }

    /** Returns the answer that came in while another server was waited for. */
    private Optional<Told> late(List<Exchange> exchanges) {
      for (Exchange exchange : exchanges) {
        Optional<Try> come = exchange.late().map(result -> read(result, exchange.server()));
        if (come.isPresent()) {
          switch (come.get()) {
            case Settled(Told told) -> {
              return Optional.of(told);
            }
            case Doubtful(Told told) -> hearsay = Optional.of(told);
            case Helpless(Exchange.Failed failure) -> failures.add(failure);
          }
        }
      }
      return hearsay;
    }

    /**
     * Returns the most telling failure as the cause; all of them, that one first, as the detail.
     */
    private Told failed() {
      if (Thread.currentThread().isInterrupted()) {
        return told(Exchange.Failed.INTERRUPTED);
      }
      if (failures.isEmpty()) {
        return told(Exchange.Failed.LATE);
      }
      List<Exchange.Failed> sorted =
          failures.stream().sorted(Comparator.comparing(Exchange.Failed::cause)).toList();
      String details =
          sorted.stream().map(this::detail).distinct().collect(Collectors.joining("; "));
      return told(new Exchange.Failed(sorted.getFirst().cause(), details, Exchange.Again.NO));
    }

    private String detail(Exchange.Failed failure) {
      return failure.cause() == Cause.TIMEOUT
          ? failure.detail() + " within the deadline of " + text(deadline.whole())
          : failure.detail();
    }
  }

  /** Returns a time such as {@code 20 s} or {@code 1.5 s}. */
  private static String text(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private List<InetSocketAddress> inOrder() {
    List<InetSocketAddress> order = new ArrayList<>(all);
    if (settings.rotate()) {
      Collections.rotate(order, -Math.floorMod(turn.getAndIncrement(), all.size()));
    }
    order.sort(Comparator.comparing(silent::contains));
    return order;
  }

  private static Told told(Exchange.Failed failure) {
    return new Told(new Reading.DeadEnd(failure.cause(), failure.detail()), "");
  }
}
