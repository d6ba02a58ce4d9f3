package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.target.nftables.NetnsThread;
import org.postern.target.nftables.Sizes;

/** A machine with a server that decides when a connection comes in, and closes it or greets. */
final class ConnectionLab extends MailMachine {
  private static final Path FILES = Path.of("target/connection-servers");
  private static final String POLICY = "/etc/postern/policy.yaml";
  private static final String TRACE = "/mnt/trace";
  private static final int PORT = 25;
  private static final int PATIENCE = 60_000;
  private static final int SECONDS = 60;

  /** 128 and the number of the signal. */
  private static final int KILLED = 137;

  private final String target;
  private final Path folder;

  /**
   * One whose server takes connections.
   *
   * @param target its kind, which the script of the lab knows too
   * @param folder for what it needs of files outside
   */
  ConnectionLab(String target, Path folder) throws IOException, InterruptedException {
    super(target, FILES, "usr/bin/tcpserver", folder);
    this.target = target;
    this.folder = folder;
    sh("mkdir -p /etc/postern");
  }

  /** Writes a policy that accepts these and closes the connection to all others. */
  void policy(AddressSet accepted) throws IOException {
    policy(accepted, "spare: [], otherwise: defer");
  }

  void policy(AddressSet accepted, String rest) throws IOException {
    policy(accepted, rest, target);
  }

  void policy(AddressSet accepted, String rest, String bound) throws IOException {
    String sources =
        accepted.intervals().stream()
            .map(one -> "      - \"%s-%s\"\n".formatted(one.first(), one.last()))
            .collect(Collectors.joining());
    write(
        POLICY,
        """
        sets:
          own:
            guard: {shrink: 100%%, grow: 100000%%, at-most: 1000000}
            keep: {removed: 0s}
            sources:
        %srules: [{name: mta, hook: smtp, accept: [own], %s}]
        targets: [%s]
        """
            .formatted(sources, rest, bound));
  }

  void apply(AddressSet accepted) throws IOException, InterruptedException {
    policy(accepted);
    postern("apply").expecting(0);
  }

  /** What a client is greeted with that calls from an address; empty when it is closed out. */
  Optional<String> greeting(NetnsThread thread, Address peer) {
    return thread.run(
        () -> {
          String server = peer.family() == Family.IP ? "198.51.100.10" : "2001:db8::10";
          try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(peer.toBytes()), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(server), PORT), PATIENCE);
            byte[] line = socket.getInputStream().readAllBytes();
            String text = new String(line, StandardCharsets.US_ASCII).strip();
            return Optional.of(text).filter(one -> !one.isEmpty());
          } catch (SocketException e) {
            return reset(e);
          }
        });
  }

  /** A server that closes before it has read all resets the connection. */
  private static Optional<String> reset(SocketException e) throws SocketException {
    if (e instanceof ConnectException) {
      throw e;
    }
    return Optional.empty();
  }

  Optional<String> greeting(String peer) {
    try (NetnsThread thread = thread()) {
      return greeting(thread, Dialogues.address(peer));
    }
  }

  /** The first and the last address of each interval, what is next to them, and some others. */
  static Set<Address> edges(AddressSet set) {
    Set<Address> peers = new LinkedHashSet<>();
    for (Interval interval : set.intervals()) {
      interval.first().previous().ifPresent(peers::add);
      peers.add(interval.first());
      peers.add(interval.last());
      interval.last().next().ifPresent(peers::add);
    }
    peers.addAll(Stream.of("203.0.113.250", "198.51.100.77").map(Dialogues::address).toList());
    return peers;
  }

  /** Calls from each; returns those that are let in, or closed out, other than meant. */
  List<String> wrong(Set<Address> peers, Predicate<Address> accepted) {
    List<String> wrong = new ArrayList<>();
    try (NetnsThread thread = thread()) {
      for (Address peer : peers) {
        Optional<String> greeting = greeting(thread, peer);
        if (greeting.isPresent() != accepted.test(peer)) {
          wrong.add(peer + ": " + greeting);
        }
      }
    }
    return wrong;
  }

  /** A change of the rules. */
  interface Change {
    void make(int number) throws IOException, InterruptedException;
  }

  /**
   * Calls from peers again and again, while changes are made.
   *
   * @param kept those that are always let in
   * @param strangers those that never are
   * @return what was wrong
   */
  List<String> traffic(List<String> kept, List<String> strangers, int changes, Change change)
      throws IOException, InterruptedException {
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicInteger calls = new AtomicInteger();
    List<String> all = Stream.concat(kept.stream(), strangers.stream()).toList();
    AtomicBoolean done = new AtomicBoolean();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (NetnsThread thread = thread()) {
                    while (!done.get()) {
                      int number = calls.getAndIncrement() % all.size();
                      String peer = all.get(number);
                      Optional<String> greeting = greeting(thread, Dialogues.address(peer));
                      if (greeting.isPresent() != number < kept.size()) {
                        wrong.add(peer + ": " + greeting);
                      }
                    }
                  } catch (AssertionError e) {
                    wrong.add(e.toString());
                  }
                });
    try {
      for (int number = 1; number <= changes; number++) {
        change.make(number);
      }
    } finally {
      done.set(true);
      caller.join();
    }
    System.out.printf(
        "%s traffic: %d changes, %d calls, %d wrong%n", target, changes, calls.get(), wrong.size());
    assertTrue(calls.get() > changes, calls::toString);
    return List.copyOf(wrong);
  }

  /**
   * Runs an apply under strace(1), which looks at renames.
   *
   * @param more words for it
   */
  private int traced(String... more) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", TRACE));
    words.addAll(List.of("-e", "trace=rename"));
    words.addAll(List.of(more));
    words.addAll(List.of(program("apply")));
    Path output = folder.resolve("strace.out");
    Process process = inside(words.toArray(String[]::new)).redirectOutput(output.toFile()).start();
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), words::toString);
    return process.exitValue();
  }

  /**
   * Which of its renames the thread that makes them for a file makes for it, counted from 1; by
   * night all of them.
   */
  List<Integer> renames(String file) throws IOException, InterruptedException {
    assertEquals(0, traced());
    List<String> lines = Files.readAllLines(path(TRACE));
    String thread =
        lines.stream()
            .filter(line -> line.contains(file))
            .findFirst()
            .orElseThrow()
            .split(" ", 2)[0];
    List<String> its = lines.stream().filter(line -> line.startsWith(thread + " ")).toList();
    return IntStream.range(0, its.size())
        .filter(i -> Sizes.pick(its.get(i).contains(file), true))
        .mapToObj(i -> i + 1)
        .toList();
  }

  /** Runs an apply that is killed when it is about to make that rename. */
  void killedAt(int number) throws IOException, InterruptedException {
    assertEquals(KILLED, traced("-e", "inject=rename:signal=KILL:when=" + number));
  }
}
