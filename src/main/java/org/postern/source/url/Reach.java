package org.postern.source.url;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.source.Answer;

/**
 * The hosts to which redirects may lead. A policy may name a server of its own network; a server
 * that is asked may not send us there, nor to this host.
 */
final class Reach {
  /** IPv4 addresses behind a translator (RFC 6052 section 2.1). */
  private static final int TRANSLATED = 0x0064_FF9B;

  private static final int HALF = 32;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final HostLookup lookup;
  private final long end;

  /**
   * Creates a reach with a deadline.
   *
   * @param end the value of {@link System#nanoTime} at the deadline
   */
  Reach(HostLookup lookup, long end) {
    this.lookup = lookup;
    this.end = end;
  }

  /** Tells whether every address of a host is one that no host of the Internet has. */
  boolean isInside(String host) throws NothingLearned {
    return Arrays.stream(addresses(host)).allMatch(Reach::isSpecial);
  }

  /** Tells whether some address of a host is one that no host of the Internet has. */
  boolean mayBeInside(String host) throws NothingLearned {
    return Arrays.stream(addresses(host)).anyMatch(Reach::isSpecial);
  }

  private InetAddress[] addresses(String host) throws NothingLearned {
    CompletableFuture<InetAddress[]> coming = new CompletableFuture<>();
    Thread.startVirtualThread(() -> look(host, coming));
    try {
      return coming.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new NothingLearned(
          Answer.Cause.DEADLINE, "has a host whose address was not found in time");
    } catch (ExecutionException _) {
      throw new NothingLearned(
          Answer.Cause.UNREACHABLE, "has a host whose address cannot be found");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NothingLearned(Answer.Cause.INTERRUPTED, "was not asked to the end");
    }
  }

  private void look(String host, CompletableFuture<InetAddress[]> coming) {
    try {
      coming.complete(lookup.addresses(host));
    } catch (UnknownHostException e) {
      coming.completeExceptionally(e);
    }
  }

  private static boolean isSpecial(InetAddress found) {
    Address address = unmapped(Address.ofBytes(found.getAddress()));
    return SpecialPurpose.covering(new Interval(address, address)).isPresent();
  }

  private static Address unmapped(Address address) {
    boolean isTranslated =
        address.family() == Family.IP6
            && address.high() == (long) TRANSLATED << HALF
            && address.low() >>> HALF == 0;
    return isTranslated ? new Address(Family.IP, 0, address.low() & LOW_HALF) : address;
  }
}
