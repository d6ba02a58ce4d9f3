package org.postern.command.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.host.ffm.NetworkNamespace;
import org.postern.plan.Attempt;
import org.postern.policy.Hook;

/** Listens and connects with real sockets over a {@link TrialNetwork}. */
final class TrialConnections implements AutoCloseable {
  /**
   * The time-out of an attempt, in milliseconds: shorter than the second after which TCP repeats a
   * SYN (RFC 6298 section 2), so that each attempt sends one packet.
   */
  private static final int PATIENCE_MILLIS = 400;

  /**
   * The time-out of a connection that should succeed: on a slow host a late answer is not a drop.
   */
  private static final int MUCH_PATIENCE_MILLIS = 5_000;

  private static final int BACKLOG = 4_096;

  private final TrialNetwork network;
  private final List<Address> gateway;
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ServerSocketChannel> listeners = new ArrayList<>();

  TrialConnections(TrialNetwork network, List<Address> gateway) {
    this.network = network;
    this.gateway = List.copyOf(gateway);
  }

  /** Listens on a port of the gateway, of the server behind it, and of the client. */
  void listen(int port) throws IOException {
    listen(opened(port));
    listen(network.server().run(() -> opened(port)));
    listen(network.client().run(() -> opened(port)));
  }

  private static ServerSocketChannel opened(int port) throws IOException {
    return ServerSocketChannel.open().bind(new InetSocketAddress(port), BACKLOG);
  }

  /**
   * Accepts on a platform thread: where many tasks connect on few processors, a virtual thread
   * would wait behind them, and a full backlog drops SYNs that no rule refuses.
   */
  private void listen(ServerSocketChannel listener) {
    listeners.add(listener);
    Thread.ofPlatform().daemon().name("trial-accept").start(() -> accept(listener));
  }

  private static void accept(ServerSocketChannel listener) {
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (ClosedChannelException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a connection for each of these packets.
   *
   * @param atOnce how many at a time
   * @param eager whether a connection without an answer is tried again with more patience
   * @return how each connection ended, in the order of the packets
   * @throws IOException when one could not be tried
   */
  List<TrialFindings.End> dial(List<Attempt.Opening> packets, int atOnce, boolean eager)
      throws IOException {
    Semaphore free = new Semaphore(atOnce);
    List<Future<TrialFindings.End>> running = new ArrayList<>();
    for (Attempt.Opening packet : packets) {
      running.add(
          tasks.submit(
              () -> {
                free.acquire();
                try {
                  return dial(packet, eager);
                } finally {
                  free.release();
                }
              }));
    }
    List<TrialFindings.End> ends = new ArrayList<>();
    for (Future<TrialFindings.End> one : running) {
      ends.add(end(one));
    }
    return ends;
  }

  /**
   * Repeats an action in a task of its own.
   *
   * @param isOver ends the task, after the run that is under way
   * @return waits for the end of the task, and throws what went wrong
   */
  Running repeat(BooleanSupplier isOver, Pulse pulse) {
    Future<Boolean> task =
        tasks.submit(
            () -> {
              while (!isOver.getAsBoolean()) {
                pulse.once();
              }
              return true;
            });
    return () -> {
      boolean _ = end(task);
    };
  }

  /** A task that can be waited for. */
  @FunctionalInterface
  interface Running {
    void end() throws IOException;
  }

  /** An action that is repeated. */
  @FunctionalInterface
  interface Pulse {
    void once() throws IOException;
  }

  /**
   * Connects once, and closes with a reset (SO_LINGER 0, socket(7)): connections in TIME-WAIT would
   * use up all ports.
   */
  TrialFindings.Ended pulse(Attempt.Opening packet, int patience) throws IOException {
    InetSocketAddress to = new InetSocketAddress(inet(packet.server()), packet.port());
    try (SocketChannel channel = channel(packet)) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      return connect(channel, to, patience);
    } catch (IOException e) {
      throw new IOException(packet.describe() + ": " + e, e);
    }
  }

  private static <T> T end(Future<T> one) throws IOException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private TrialFindings.End dial(Attempt.Opening packet, boolean eager) throws IOException {
    TrialFindings.End end = dial(packet, PATIENCE_MILLIS);
    return eager && end.ended() == TrialFindings.Ended.SILENT
        ? dial(packet, MUCH_PATIENCE_MILLIS)
        : end;
  }

  private TrialFindings.End dial(Attempt.Opening packet, int patience) throws IOException {
    InetSocketAddress to = new InetSocketAddress(inet(packet.server()), packet.port());
    try (SocketChannel channel = channel(packet)) {
      long start = System.nanoTime();
      TrialFindings.Ended ended = connect(channel, to, patience);
      return new TrialFindings.End(ended, (System.nanoTime() - start) / 1_000);
    } catch (IOException e) {
      throw new IOException(packet.describe() + ": " + e, e);
    }
  }

  private static TrialFindings.Ended connect(
      SocketChannel channel, InetSocketAddress to, int patience) throws IOException {
    try {
      channel.socket().connect(to, patience);
      return TrialFindings.Ended.CONNECTED;
    } catch (ConnectException e) {
      return TrialFindings.Ended.RESET;
    } catch (SocketTimeoutException e) {
      return TrialFindings.Ended.SILENT;
    }
  }

  /** Opens a channel on the side that connects: the gateway on output, else the peer. */
  private SocketChannel channel(Attempt.Opening packet) throws IOException {
    if (packet.hook() == Hook.OUTPUT) {
      Address own =
          gateway.stream()
              .filter(one -> one.family() == packet.peer().family())
              .findFirst()
              .orElseThrow();
      return bound(own);
    }
    NetworkNamespace client = network.client();
    return client.run(() -> bound(packet.peer()));
  }

  private static SocketChannel bound(Address address) throws IOException {
    StandardProtocolFamily family =
        address.family() == Family.IP ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    SocketChannel channel = SocketChannel.open(family);
    try {
      return channel.bind(new InetSocketAddress(inet(address), 0));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InetAddress inet(Address address) throws IOException {
    return InetAddress.getByAddress(address.toBytes());
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      listener.close();
    }
    tasks.shutdownNow();
  }
}
