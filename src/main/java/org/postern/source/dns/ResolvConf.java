package org.postern.source.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name servers of the system, as resolv.conf(5) has them, with those of its options that
 * concern them: {@code use-vc}, {@code rotate} and {@code timeout}. Of the others {@code attempts}
 * has no meaning beside a deadline; {@code ndots}, {@code search} and {@code domain} have none for
 * absolute names, {@code edns0} none where EDNS is always tried, {@code trust-ad} none where
 * nothing is trusted more for being signed, and {@code no-aaaa} none because a policy says which
 * families are asked.
 *
 * @param servers the servers, at least one
 * @param overTcp whether UDP is not to be used
 * @param rotate whether questions begin with one server after the other
 * @param timeout how long to wait for one reply, where that is told
 */
public record ResolvConf(
    List<InetSocketAddress> servers, boolean overTcp, boolean rotate, Optional<Duration> timeout) {
  private static final Path FILE = Path.of("/etc/resolv.conf");
  private static final int PORT = 53;

  /** The most servers, MAXNS of resolv.h. */
  private static final int MAX_SERVERS = 3;

  private static final int MAX_BYTES = 65_536;

  private static final Pattern TIMEOUT = Pattern.compile("timeout:0*([1-9][0-9]{0,4})");

  /** The file of the servers that systemd-resolved itself asks, systemd-resolved.service(8). */
  private static final Path UPLINK = Path.of("/run/systemd/resolve/resolv.conf");

  /** The longest time-out in seconds, RES_MAXRETRANS of resolv.h. */
  private static final int LONGEST_TIMEOUT = 30;

  public ResolvConf {
    servers = List.copyOf(servers);
  }

  /** Reads the file of this machine. A file that cannot be read counts as empty. */
  public static ResolvConf system() {
    return parse(text(FILE));
  }

  /** Returns settings that follow the options. */
  public DnsSettings applied(DnsSettings settings) {
    DnsSettings transport = settings.with(overTcp, rotate);
    return timeout.map(transport::withTryTimeout).orElse(transport);
  }

  /**
   * Returns the servers that the resolver of systemd on this machine asks in its turn; empty where
   * it does not run. The machine's own name server is then the stub in front of it.
   */
  public static List<InetSocketAddress> uplinks() {
    return servers(text(UPLINK));
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  /**
   * Reads a text: without any server, the name server is on the local machine. Lines that name no
   * address and unknown options are passed over, as the C library does.
   */
  public static ResolvConf parse(String text) {
    List<InetSocketAddress> named = servers(text).stream().limit(MAX_SERVERS).toList();
    List<String> options = options(text);
    return new ResolvConf(
        named.isEmpty()
            ? List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT))
            : named,
        options.contains("use-vc"),
        options.contains("rotate"),
        options.stream().flatMap(option -> timeout(option).stream()).reduce((a, b) -> b));
  }

  private static List<String> options(String text) {
    return text.lines()
        .map(line -> line.split("[ \t]+"))
        .filter(words -> words[0].equals("options"))
        .flatMap(words -> Arrays.stream(words).skip(1))
        .toList();
  }

  private static Optional<Duration> timeout(String option) {
    return Optional.of(TIMEOUT.matcher(option))
        .filter(Matcher::matches)
        .map(found -> Math.min(Integer.parseInt(found.group(1)), LONGEST_TIMEOUT))
        .map(Duration::ofSeconds);
  }

  private static List<InetSocketAddress> servers(String text) {
    return text.lines()
        .flatMap(line -> server(line).stream())
        .map(address -> new InetSocketAddress(address, PORT))
        .toList();
  }

  private static Optional<InetAddress> server(String line) {
    String[] words = line.split("[ \t]+", 3);
    if (words.length < 2 || !words[0].equals("nameserver")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(words[1]));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
