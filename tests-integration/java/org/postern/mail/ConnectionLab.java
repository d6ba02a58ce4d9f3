package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.target.nftables.NetnsThread;

/** A machine with a server that decides when a connection comes in, and closes it or greets. */
final class ConnectionLab extends MailMachine {
  static final Path FILES = Path.of("target/connection-servers");
  private static final String POLICY = "/etc/postern/policy.yaml";
  private static final String TRACE = "/mnt/trace";
  private static final int PORT = 25;
  private static final int PATIENCE = 60_000;
  private static final int SECONDS = 60;

  /** How long a client waits before it calls again: by day the changes need the processors. */
  private static final int PAUSE = Sizes.pick(100, 0);

  /** 128 and the number of the signal. */
  private static final int KILLED = 137;

  /** tcpd keeps those whom it refuses waiting for seconds; tcpserver takes few at a time. */
  private static final Map<String, Integer> AT_ONCE = Map.of("tcpwrappers", 500, "tcpserver", 1);

  private final String target;
  private final Path folder;
  private final int atOnce;

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
    this.atOnce = AT_ONCE.getOrDefault(target, 1);
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

  /** Calls from an address. */
  private static Socket call(NetnsThread thread, Address peer) {
    return thread.run(
        () -> {
          String server = peer.family() == Family.IP ? "198.51.100.10" : "2001:db8::10";
          Socket socket = new Socket();
          try {
            socket.setSoTimeout(PATIENCE);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(peer.toBytes()), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(server), PORT), PATIENCE);
            return socket;
          } catch (IOException e) {
            socket.close();
            throw e;
          }
        });
  }

  /** What the client of a call is greeted with; empty when it is closed out. */
  private static Optional<String> answer(Socket call) {
    try (call) {
      byte[] line = call.getInputStream().readAllBytes();
      String text = new String(line, StandardCharsets.US_ASCII).strip();
      return Optional.of(text).filter(one -> !one.isEmpty());
    } catch (SocketException e) {
      return Optional.empty(); // A server that closes before it has read all resets the connection.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client is greeted with that calls from an address; empty when it is closed out. */
  Optional<String> greeting(String peer) {
    try (NetnsThread thread = thread()) {
      return answer(call(thread, Dialogues.address(peer)));
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
      Map<Address, Socket> calls = new LinkedHashMap<>();
      Iterator<Address> next = peers.iterator();
      while (next.hasNext()) {
        Address peer = next.next();
        calls.put(peer, call(thread, peer));
        if (calls.size() == atOnce || !next.hasNext()) {
          calls.forEach((one, call) -> wrong(one, answer(call), accepted.test(one), wrong));
          calls.clear();
        }
      }
    }
    return wrong;
  }

  private static void wrong(
      Address peer, Optional<String> greeting, boolean accepted, Collection<String> wrong) {
    if (greeting.isPresent() != accepted) {
      wrong.add(peer + ": " + greeting);
    }
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
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> callers =
        Stream.concat(kept.stream(), strangers.stream())
            .map(Dialogues::address)
            .map(
                peer ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              boolean accepted = kept.contains(peer.toString());
                              callAgain(peer, accepted, done, calls, wrong);
                            }))
            .toList();
    try {
      for (int number = 1; number <= changes; number++) {
        change.make(number);
      }
    } finally {
      done.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    System.out.printf(
        "%s traffic: %d changes, %d calls, %d wrong%n", target, changes, calls.get(), wrong.size());
    assertTrue(calls.get() > changes, calls::toString);
    return List.copyOf(wrong);
  }

  private void callAgain(
      Address peer,
      boolean accepted,
      AtomicBoolean done,
      AtomicInteger calls,
      Collection<String> wrong) {
    try (NetnsThread thread = thread()) {
      while (!done.get()) {
        calls.incrementAndGet();
        wrong(peer, answer(call(thread, peer)), accepted, wrong);
        Thread.sleep(PAUSE);
      }
    } catch (AssertionError | InterruptedException e) {
      wrong.add(e.toString());
    }
  }

  /**
   * Runs a command under strace(1), which looks at renames.
   *
   * @param more words for strace
   */
  private int traced(List<String> more, String... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", TRACE));
    words.addAll(List.of("-e", "trace=rename"));
    words.addAll(more);
    words.addAll(List.of(program(command)));
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
    assertEquals(0, traced(List.of("--seccomp-bpf"), "apply"));
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

  /**
   * Runs a command that is killed when one of its threads is about to make its rename of that
   * number; returns whether there was one.
   */
  boolean killedAt(int number, String... command) throws IOException, InterruptedException {
    String kill = "inject=rename:signal=KILL:when=" + number;
    int exit = traced(List.of("-e", kill), command);
    assertTrue(exit == KILLED || exit == 0, () -> "ended with " + exit);
    return exit == KILLED;
  }

  /** What has to be so. */
  interface Check {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Applies one list in the place of another and is killed at each rename; then applies it again.
   *
   * @param file that is replaced
   * @param between what is so after each kill
   * @param after what is so in the end
   */
  void killedAtEachRename(String file, AddressSet from, AddressSet to, Check between, Check after)
      throws IOException, InterruptedException {
    apply(from);
    policy(to);
    List<Integer> renames = renames(file);
    int kills = 0;
    for (int number : renames) {
      apply(from);
      policy(to);
      kills += killedAt(number, "apply") ? 1 : 0;
      between.run();
      postern("apply").expecting(0);
      after.run();
    }
    System.out.printf("%s: killed %d times at renames %s%n", target, kills, renames);
    assertTrue(kills > 0, renames::toString);
  }
}
