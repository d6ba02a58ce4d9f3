package org.postern.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postern.source.dns.DelayedServer;

/** Work that reads much and changes nothing: mail logs, lists of connections, answers, a page. */
final class Reading {
  static final int CONNECTIONS = 1_000_000;
  static final int NAMES = 1_000;
  static final int LISTED = 300_000;

  private static final String IMAGE = System.getProperty("postern.image");
  private static final int MILLIS = 50;

  private final Namespace namespace;
  private final Path folder;
  private final Path log;
  private final Path connections;
  private final Path policy;

  Reading(Namespace namespace, Path folder) throws IOException, InterruptedException {
    this.namespace = namespace;
    this.folder = Files.createDirectory(folder);
    this.log = folder.resolve("mail.log");
    this.connections = folder.resolve("connections.txt");
    this.policy = policy("small", "192.0.2.1, 198.51.100.0/24");
    namespace.run("ip", "link", "set", "lo", "up");
  }

  private Path policy(String name, String sources) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        sets: {own: {sources: [%s], guard: {at-most: 1000000}}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        """
            .formatted(sources));
  }

  /** A week of a Postfix with so many connections of as many peers. */
  void writeLog() throws IOException {
    Random random = new Random(7);
    try (Writer out = Files.newBufferedWriter(log, StandardCharsets.US_ASCII);
        Writer list = Files.newBufferedWriter(connections, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        long second = 7L * 86_400 * i / CONNECTIONS;
        String peer = address(random);
        String name = i % 2 == 0 ? "unknown" : "host-%d.customer.isp.example".formatted(i % 99_991);
        out.write(
            "Nov %2d %02d:%02d:%02d mx1 postfix/smtpd[%d]: connect from %s[%s]%n"
                .formatted(
                    20 + second / 86_400,
                    second % 86_400 / 3_600,
                    second % 3_600 / 60,
                    second % 60,
                    1_000 + i % 200,
                    name,
                    peer));
        list.write(peer + " 25\n");
      }
    }
  }

  private static String address(Random random) {
    return IntStream.of(1 + random.nextInt(222), byteOf(random), byteOf(random), byteOf(random))
        .mapToObj(String::valueOf)
        .collect(Collectors.joining("."));
  }

  private static int byteOf(Random random) {
    return random.nextInt(256);
  }

  Measured rehearse() throws IOException, InterruptedException {
    return ours("rehearse " + log + " --policy " + policy);
  }

  Measured simulate() throws IOException, InterruptedException {
    return ours("simulate --from " + connections + " " + policy);
  }

  /** The page of a list; its data are beside it. */
  Measured report() throws IOException, InterruptedException {
    Path list = folder.resolve("list.txt");
    SampleLists.write(list, LISTED, 1);
    Path large = policy("large", "{file: list.txt}");
    return ours("report " + large + " -o " + folder.resolve("report.html"));
  }

  /** All addresses of a file, as plain text. */
  Peer.Did grep() throws IOException, InterruptedException {
    String pattern = "[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+";
    return new Peer.Did(
        "`grep -oE`", sh("LC_ALL=C grep -oE '%s' '%s' | cat > /dev/null".formatted(pattern, log)));
  }

  /** Of exit codes those up to 2 are answers. */
  private Measured ours(String words) throws IOException, InterruptedException {
    String state = folder.resolve("state").toString();
    return sh("%s %s --state %s > /dev/null || test $? -le 2".formatted(IMAGE, words, state));
  }

  private Measured sh(String line) throws IOException, InterruptedException {
    return namespace.measure(List.of("sh", "-c", line));
  }

  /** A name server that is {@value #MILLIS} ms away, and what asks it. */
  final class Names implements AutoCloseable {
    private final Process server;
    private final String port;

    Names() throws IOException {
      server =
          namespace
              .inside(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      DelayedServer.class.getName(),
                      String.valueOf(MILLIS),
                      "0",
                      "1000000"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      port =
          new BufferedReader(
                  new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
    }

    private static List<String> names() {
      return IntStream.range(0, NAMES).mapToObj(name -> "h" + name + ".example.com").toList();
    }

    Measured resolve() throws IOException, InterruptedException {
      Path many =
          policy(
              "names",
              names().stream().map("{dns: %s}"::formatted).collect(Collectors.joining(", ")));
      Files.writeString(
          many, "resolve: {servers: ['127.0.0.1:%s']}%n%s".formatted(port, Files.readString(many)));
      return ours("resolve " + many);
    }

    /** One question after the other, of IPv4 addresses alone. */
    Peer.Did dig() throws IOException, InterruptedException {
      Path file = Files.write(folder.resolve("names.txt"), names());
      return new Peer.Did(
          "`dig -f`, IPv4 alone",
          sh("dig @127.0.0.1 -p %s +short -f %s > /dev/null".formatted(port, file)));
    }

    @Override
    public void close() {
      server.destroy();
    }
  }
}
