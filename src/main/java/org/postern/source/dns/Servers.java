package org.postern.source.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Message;

/**
 * The servers, asked in turn until one helps. One that was silent is asked again, one that said no
 * is not, and one that was silent last time is asked after the others, so that a dead server costs
 * its timeout once and not for every name.
 */
final class Servers {

  /** What one exchange with one server came to. */
  sealed interface Try {}

  /** How it stands, according to whom; the server is empty where none could say. */
  record Told(Reading.Final reading, String server) implements Try {}

  /** A denial that any other server may overrule. */
  private record Doubtful(Told told) implements Try {}

  private record Helpless(Exchange.Failed failure) implements Try {}

  private final List<InetSocketAddress> all;
  private final DnsSettings settings;
  private final Set<InetSocketAddress> silent = ConcurrentHashMap.newKeySet();

  Servers(List<InetSocketAddress> all, DnsSettings settings) {
    this.all = List.copyOf(all);
    this.settings = settings;
  }

  /** What is known about the end of the trail. */
  Told ask(Trail trail, int type, Deadline deadline) {
    Reader reader = new Reader(type, settings);
    List<Exchange.Failed> failures = new ArrayList<>();
    Optional<Told> hearsay = Optional.empty();
    List<InetSocketAddress> open = inOrder();
    for (int round = 0; round < settings.tries(); round++) {
      List<InetSocketAddress> again = new ArrayList<>();
      for (InetSocketAddress server : open) {
        if (deadline.passed()) {
          failures.add(Exchange.Failed.LATE);
          return hearsay.orElse(told(failures));
        }
        switch (once(server, reader, trail, type, deadline)) {
          case Told told -> {
            return told;
          }
          case Doubtful(Told told) -> hearsay = Optional.of(told);
          case Helpless(Exchange.Failed failure) -> {
            failures.add(failure);
            if (isSilence(failure)) {
              again.add(server);
            }
          }
        }
      }
      if (hearsay.isPresent()) {
        return hearsay.get();
      }
      open = again;
    }
    return told(failures);
  }

  /** A lost packet and one that our own packet filter did not let out look like this. */
  private static boolean isSilence(Exchange.Failed failure) {
    return failure.cause() == Cause.TIMEOUT || failure.cause() == Cause.UNREACHABLE;
  }

  private Try once(
      InetSocketAddress server, Reader reader, Trail trail, int type, Deadline deadline) {
    return switch (new Exchange(server, trail.end(), type, settings, deadline).run()) {
      case Exchange.Failed failed -> {
        if (isSilence(failed)) {
          silent.add(server);
        }
        yield new Helpless(failed);
      }
      case Exchange.Replied(Message message, String label) -> {
        silent.remove(server);
        yield switch (reader.read(message, trail)) {
          case Reading.Final reading -> new Told(reading, label);
          case Reading.Hearsay(Reading.Absent absent) -> new Doubtful(new Told(absent, label));
          case Reading.Useless(Cause cause, String why) ->
              new Helpless(new Exchange.Failed(cause, label + " " + why));
        };
      }
    };
  }

  private List<InetSocketAddress> inOrder() {
    return all.stream().sorted(Comparator.comparing(silent::contains)).toList();
  }

  /** The most telling failure as the cause; all of them, that one first, as the detail. */
  private static Told told(List<Exchange.Failed> failures) {
    if (Thread.currentThread().isInterrupted()) {
      return told(Exchange.Failed.INTERRUPTED);
    }
    List<Exchange.Failed> sorted =
        failures.stream().distinct().sorted(Comparator.comparing(Exchange.Failed::cause)).toList();
    String details = sorted.stream().map(Exchange.Failed::detail).collect(Collectors.joining("; "));
    return told(new Exchange.Failed(sorted.getFirst().cause(), details));
  }

  private static Told told(Exchange.Failed failure) {
    return new Told(new Reading.DeadEnd(failure.cause(), failure.detail()), "");
  }
}
