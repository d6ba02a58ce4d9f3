package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.source.dns.LyingServer;

/**
 * The daemon as installed learns addresses by their names: who sends from such an address is let in
 * when the first packet is repeated, which the kernel does after one second (RFC 6298).
 */
class LearningIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration FIRST_REPETITION = Duration.ofMillis(1_500);
  private static final int ARRIVALS = Sizes.pick(30, 1_000);
  private static final int FLOOD = Sizes.pick(5_000, 100_000);
  private static final InetAddress SERVER = InetAddress.ofLiteral("10.0.0.1");

  private final World world = new World();
  private final Host client = world.host("client");

  @TempDir private Path folder;

  private Optional<Host> server = Optional.empty();
  private Optional<Wire> wire = Optional.empty();
  private Optional<Process> daemon = Optional.empty();
  private Optional<LyingServer> names = Optional.empty();
  private Optional<ServerSocket> listener = Optional.empty();

  /** A server with that filter, joined to the client. */
  private Host server(Filter filter) {
    Host made = world.host("server", filter);
    wire = Optional.of(world.wire(client, "eth0", made, "eth0"));
    server = Optional.of(made);
    join(made);
    return made;
  }

  private Host server() {
    return server.orElseThrow();
  }

  static List<Filter> filters() {
    return Sizes.pick(Filter.ours(), Filter.withLegacy());
  }

  private void join(Host server) {

    server.ip("address add 10.0.0.1/24 dev eth0");
    client.ip("address add 10.0.0.2/24 dev eth0");
    server.ip("route add 10.8.0.0/13 via 10.0.0.2");
    client.ip("route add local 10.8.0.0/13 dev lo");
    listener = Optional.of(server.run(() -> new ServerSocket(25, 1_024, SERVER)));
  }

  @AfterEach
  void endOfTheWorld() throws Exception {
    end();
    names.ifPresent(LearningIT::close);
    listener.ifPresent(LearningIT::close);
    world.close();
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void end() throws InterruptedException {
    if (daemon.isPresent()) {
      daemon.get().descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.get().destroyForcibly().waitFor();
      daemon = Optional.empty();
    }
  }

  private static String address(int number) {
    return "10.8.%d.%d".formatted(number >>> 8, number & 0xff);
  }

  private static String pointer(int number, String name) {
    return "%d.%d.8.10.in-addr.arpa. 300 PTR %s".formatted(number & 0xff, number >>> 8, name);
  }

  /** Nodes with names that lead back; the last address has one that it only claims. */
  private void serveNames(int nodes) {
    List<String> records = new ArrayList<>();
    for (String zone : List.of("filter.example.", "10.in-addr.arpa.")) {
      records.add(zone + " 900 SOA ns.example. admin.example. 1 7200 3600 86400 600");
    }
    for (int number = 0; number < nodes; number++) {
      records.add(pointer(number, "n%d.filter.example.".formatted(number)));
      records.add("n%d.filter.example. 300 A %s".formatted(number, address(number)));
    }
    records.add(pointer(nodes, "n0.filter.example."));
    names = Optional.of(server().run(() -> LyingServer.start(records)));
  }

  /** A folder in which the commands are those of the variant under test. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    if (server().filter() == Filter.IPTABLES_LEGACY) {
      for (String tool : List.of("iptables", "ip6tables")) {
        for (String part : List.of("", "-save", "-restore")) {
          Path script = tools.resolve(tool + part);
          Files.writeString(
              script, "#!/bin/sh\nexec /usr/sbin/%s-legacy%s \"$@\"\n".formatted(tool, part));
          assertTrue(script.toFile().setExecutable(true));
        }
      }
    }
    return tools;
  }

  private Path policy() {
    return folder.resolve("policy.yaml");
  }

  private Installed installed() throws Exception {
    Installed installed =
        Installed.on(server(), folder).by("env", "PATH=" + tools() + ":" + System.getenv("PATH"));
    Path policy =
        Files.writeString(
            policy(),
            """
            sets:
              named:
                sources: [ptr: filter.example]
                guard: {special: allow}
            rules: [{name: smtp, port: tcp/25, accept: [named], otherwise: drop}]
            resolve: {servers: ["127.0.0.1:%d"]}
            targets: [%s]
            """
                .formatted(
                    names.orElseThrow().address().getPort(),
                    server().filter() == Filter.NFTABLES ? "nftables" : "iptables"));
    Installed.Ended applied = installed.run("apply", policy.toString());
    assertEquals(0, applied.exit(), applied::toString);
    return installed;
  }

  private void start(Installed installed) {
    List<String> command = new ArrayList<>(installed.before());
    command.addAll(List.of(System.getProperty("postern.image"), "daemon"));
    command.addAll(List.of("--state", installed.state().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    daemon = Optional.of(server().run(builder::start));
    Watch.await(() -> log().contains("proven"), SOON, () -> "no start: " + log());
    Watch.await(
        () -> server().exec("cat /proc/net/netfilter/nfnetlink_log").contains("2527"),
        SOON,
        () -> "no program listens: " + log());
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "";
    }
  }

  /** A connection that is opened, since when, and how long it took. */
  private static final class Knock {
    private final SocketChannel channel;
    private final long since = System.nanoTime();
    private Optional<Duration> took = Optional.empty();

    private Knock(SocketChannel channel) {
      this.channel = channel;
    }

    private boolean isDone() {
      try {
        if (took.isEmpty() && channel.finishConnect()) {
          took = Optional.of(Duration.ofNanos(System.nanoTime() - since));
          channel.close();
        }
        return took.isPresent();
      } catch (IOException e) {
        throw new AssertionError("after " + Duration.ofNanos(System.nanoTime() - since), e);
      }
    }
  }

  private Knock knock(int number) {
    return client.run(
        () -> {
          SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
          channel.configureBlocking(false);
          channel.bind(new InetSocketAddress(InetAddress.ofLiteral(address(number)), 0));
          Knock knock = new Knock(channel);
          channel.connect(new InetSocketAddress(SERVER, 25));
          return knock;
        });
  }

  private AddressSet admitted() {
    return server().accepted("smtp");
  }

  @ParameterizedTest
  @MethodSource("filters")
  void whoHasTheNameIsLetInWhenTheFirstPacketIsRepeated(Filter filter) throws Exception {
    server(filter);
    serveNames(ARRIVALS);
    Installed installed = installed();
    assertEquals(AddressSet.none(), admitted());
    start(installed);
    List<Knock> all = new ArrayList<>();
    for (int number = 0; number < ARRIVALS; number++) {
      all.add(knock(number));
      long next = System.nanoTime() + 100_000_000;
      while (System.nanoTime() < next) {
        all.forEach(Knock::isDone);
        LockSupport.parkNanos(1_000_000);
      }
    }
    Watch.await(
        () -> all.stream().allMatch(Knock::isDone), SOON, () -> "some are not let in: " + log());
    List<Duration> late =
        all.stream()
            .flatMap(one -> one.took.stream())
            .filter(took -> took.compareTo(FIRST_REPETITION) > 0)
            .toList();
    System.out.printf(
        "learning: %s let in %d of %d later: %s%n", filter, late.size(), ARRIVALS, late);
    // The tools of iptables take their time; and a machine that does other things misses some.
    int most = filter == Filter.NFTABLES ? ARRIVALS / 2 : ARRIVALS;
    assertTrue(late.size() <= most, late::toString);
    Installed.Ended why = installed.run("why", address(0), policy().toString());
    assertTrue(why.output().contains("n0.filter.example by PTR and A"), why::toString);
    assertEquals(ARRIVALS, learning(installed, "learned"));
  }

  @Test
  void aClaimOrADeadResolverLetsNoneInAndADeadOnePutsNoneOut() throws Exception {
    server(Filter.NFTABLES);
    serveNames(1);
    Installed installed = installed();
    start(installed);
    Knock forged = knock(1);
    Knock node = knock(0);
    Watch.await(node::isDone, SOON, () -> "not let in: " + log());
    AddressSet before = admitted();
    names.ifPresent(LearningIT::close);
    names = Optional.empty();
    Knock unknown = knock(2);
    Watch.await(() -> learning(installed, "unsure") > 0, SOON, this::log);
    assertEquals(1, learning(installed, "refused"));
    end();
    start(installed);
    Knock other = knock(3);
    Watch.await(() -> learning(installed, "unsure") > 0, SOON, this::log);
    assertFalse(other.isDone());
    assertFalse(forged.isDone());
    assertFalse(unknown.isDone());
    assertEquals(before, admitted());
  }

  @Test
  void aFloodCostsNoMoreThanItsBounds() throws Exception {
    server(Filter.NFTABLES);
    serveNames(1);
    Installed installed = installed();
    start(installed);
    long begin = System.nanoTime();
    for (int number = 0; number < FLOOD; number++) {
      String from =
          "10.%d.%d.%d".formatted(9 + number / 60_000, number / 250 % 240, 1 + number % 250);
      wire.orElseThrow()
          .send(
              new Segment(
                  Rulesets.address(from),
                  20_000 + number % 20_000,
                  Rulesets.address("10.0.0.1"),
                  25,
                  Segment.SYN));
    }
    Knock node = knock(0);
    Watch.await(node::isDone, SOON, () -> "not let in: " + log());
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + 1;
    Watch.await(() -> learning(installed, "flying") == 0, SOON, this::log);
    long knocked = learning(installed, "knocked");
    assertTrue(knocked > 0 && knocked <= 400 + 200 * seconds, knocked + " in " + seconds + " s");
    long lookedUp = learning(installed, "refused") + learning(installed, "unsure");
    assertTrue(lookedUp <= knocked, () -> lookedUp + " of " + knocked);
    assertTrue(learning(installed, "kept") <= 16_384);
    assertEquals(1, learning(installed, "learned"));
  }

  private static final Pattern LEARNING = Pattern.compile("\"learning\"\\s*:\\s*\\{([^}]*)}");

  private long learning(Installed installed, String what) {
    try {
      Installed.Ended status = installed.run("status", "--format", "json");
      Matcher learning = LEARNING.matcher(status.output());
      assertTrue(learning.find(), status::toString);
      Matcher number =
          Pattern.compile("\"" + what + "\"\\s*:\\s*([0-9]+)").matcher(learning.group(1));
      assertTrue(number.find(), learning::group);
      return Long.parseLong(number.group(1));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
