package org.postern.source.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.postern.diagnostic.Visible;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * The servers, asked in turn until one gives an answer that is signed up to a trust anchor (RFC
 * 4035). The signatures are checked here, so the servers need not be trusted; a server that strips
 * them is of no help, and the next one is asked.
 */
final class Validation implements Upstream {
  private final List<InetSocketAddress> servers;
  private final DnsSettings settings;
  private final TrustAnchors anchors;
  private final Map<InetSocketAddress, Resolver> resolvers = new ConcurrentHashMap<>();

  /** The result of asking one server. */
  private sealed interface Try {}

  private record Proven(Told told) implements Try {}

  private record Helpless(Cause cause, String why) implements Try {}

  Validation(List<InetSocketAddress> servers, DnsSettings settings, TrustAnchors anchors) {
    this.servers = List.copyOf(servers);
    this.settings = settings;
    this.anchors = anchors;
  }

  @Override
  public Told ask(Trail trail, int type, Deadline deadline) {
    List<Helpless> failures = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      switch (ask(server, trail, type, deadline)) {
        case Proven(Told told) -> {
          return told;
        }
        case Helpless failure -> failures.add(failure);
      }
    }
    failures.sort(Comparator.comparing(Helpless::cause));
    String details = failures.stream().map(Helpless::why).collect(Collectors.joining("; "));
    return new Told(new Reading.DeadEnd(failures.getFirst().cause(), details), "");
  }

  private Try ask(InetSocketAddress server, Trail trail, int type, Deadline deadline) {
    String label = Exchange.label(server) + " with DNSSEC";
    Message query = Message.newQuery(Record.newRecord(trail.end(), type, DClass.IN));
    try {
      Message reply =
          resolver(server)
              .sendAsync(query)
              .toCompletableFuture()
              .get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
      return judged(reply, trail, type, label);
    } catch (AnchorsException e) {
      return new Helpless(
          Cause.UNREADABLE, "%s cannot be read: %s".formatted(anchors.text(), e.getMessage()));
    } catch (ExecutionException _) {
      return new Helpless(Cause.TIMEOUT, label + " did not answer");
    } catch (TimeoutException _) {
      return new Helpless(Cause.DEADLINE, label + " did not answer before the deadline");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Helpless(Cause.INTERRUPTED, "asking was interrupted");
    }
  }

  private Try judged(Message reply, Trail trail, int type, String label) {
    Optional<String> reason = reason(reply);
    if (reply.getRcode() == Rcode.SERVFAIL && reason.isPresent()) {
      return new Helpless(
          Cause.BOGUS, "%s is not validly signed: %s".formatted(label, reason.get()));
    }
    boolean answers = reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN;
    if (answers && !reply.getHeader().getFlag(Flags.AD)) {
      return new Helpless(
          Cause.INSECURE,
          "%s is not signed up to a trust anchor%s"
              .formatted(label, reason.map(why -> ": " + why).orElse("")));
    }
    return switch (new Reader(type, settings).read(reply, trail)) {
      case Reading.Final reading -> new Proven(new Told(reading, label));
      case Reading.Hearsay(Reading.Absent absent) -> new Proven(new Told(absent, label));
      case Reading.Useless(Cause cause, String why) -> new Helpless(cause, label + " " + why);
    };
  }

  /** Returns what the validation says beside its verdict; it may quote names of the reply. */
  private static Optional<String> reason(Message reply) {
    return reply.getSection(Section.ADDITIONAL).stream()
        .filter(TXTRecord.class::isInstance)
        .filter(record -> record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
        .flatMap(record -> ((TXTRecord) record).getStrings().stream())
        .findFirst()
        .map(Visible::text)
        .map(Visible::shortened);
  }

  /** The trust anchors are of no use. */
  private static final class AnchorsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private AnchorsException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private Resolver resolver(InetSocketAddress server) {
    return resolvers.computeIfAbsent(server, this::validating);
  }

  private Resolver validating(InetSocketAddress server) {
    Resolver plain = new SimpleResolver(server);
    plain.setTimeout(settings.tcpTimeout());
    plain.setTCP(settings.tcpOnly());
    ExtendedResolver patient = new ExtendedResolver(List.of(plain));
    patient.setRetries(settings.tries());
    ValidatingResolver validating = new ValidatingResolver(patient);
    try (InputStream text = anchors.open()) {
      validating.loadTrustAnchors(text);
    } catch (IOException e) {
      throw new AnchorsException(e);
    }
    return validating;
  }
}
