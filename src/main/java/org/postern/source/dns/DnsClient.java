package org.postern.source.dns;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;

/**
 * Asks DNS servers for addresses. Every failure is an {@link Answer}; nothing is thrown for what a
 * server or the network does. Safe for use by several threads, which then share the bound on
 * questions in flight.
 */
public final class DnsClient {
  private final DnsSettings settings;
  private final Chase chase;
  private final Semaphore inFlight;

  /**
   * @param servers recursive resolvers, in the order in which they are tried
   * @throws IllegalArgumentException if there is no server, or one is a name and not an address
   */
  public DnsClient(List<InetSocketAddress> servers, DnsSettings settings) {
    if (servers.isEmpty() || servers.stream().anyMatch(InetSocketAddress::isUnresolved)) {
      throw new IllegalArgumentException("servers are given by address, and at least one");
    }
    this.settings = settings;
    this.chase = new Chase(new Servers(servers, settings));
    this.inFlight = new Semaphore(settings.maxInFlight(), true);
  }

  /** The addresses of one family under one name, within the deadline of the settings. */
  public Answer ask(String name, Family family) {
    return chooseOnly(askAll(List.of(new DnsQuestion(name, family))));
  }

  private static Answer chooseOnly(Map<DnsQuestion, Answer> answers) {
    return answers.values().iterator().next();
  }

  /**
   * All of these at the same time, within one deadline; each once. When the calling thread is
   * interrupted, what is still open becomes {@link Cause#INTERRUPTED} and the thread stays
   * interrupted.
   *
   * @return one answer for each question, in the order of the questions
   */
  public Map<DnsQuestion, Answer> askAll(Collection<DnsQuestion> questions) {
    Deadline deadline = Deadline.in(settings.deadline());
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<DnsQuestion, Future<Answer>> futures = new LinkedHashMap<>();
      for (DnsQuestion each : questions) {
        futures.computeIfAbsent(each, q -> executor.submit(() -> bounded(q, deadline)));
      }
      return collect(futures, executor);
    }
  }

  private Answer bounded(DnsQuestion question, Deadline deadline) {
    try {
      if (!inFlight.tryAcquire(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        return notAsked(question, Exchange.Failed.LATE);
      }
    } catch (InterruptedException _) {
      return notAsked(question, Exchange.Failed.INTERRUPTED);
    }
    try {
      return chase.answer(question, deadline);
    } finally {
      inFlight.release();
    }
  }

  private static Answer notAsked(DnsQuestion question, Exchange.Failed why) {
    return new Answer.NoInformation(why.cause(), question.text() + ": " + why.detail());
  }

  private static Map<DnsQuestion, Answer> collect(
      Map<DnsQuestion, Future<Answer>> futures, ExecutorService executor) {
    Map<DnsQuestion, Answer> answers = new LinkedHashMap<>();
    boolean interrupted = false;
    for (Map.Entry<DnsQuestion, Future<Answer>> each : futures.entrySet()) {
      while (!answers.containsKey(each.getKey())) {
        try {
          answers.put(each.getKey(), each.getValue().get());
        } catch (InterruptedException _) {
          interrupted = true;
          executor.shutdownNow();
        } catch (ExecutionException e) {
          throw new IllegalStateException("asking failed", e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answers;
  }
}
