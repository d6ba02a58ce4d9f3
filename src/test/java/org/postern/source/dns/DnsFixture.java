package org.postern.source.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;

/** Words that the tests of this package share. */
final class DnsFixture {
  static final String SOA = "example. 900 SOA ns.example. admin.example. 1 7200 3600 86400 600";

  /** For answers that must come: nothing here is waited for unless the machine stalls. */
  static final DnsSettings PATIENT =
      new DnsSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          3,
          64,
          11,
          10_000);

  /** For silence: all of the deadline is spent. */
  static final DnsSettings MUTE =
      new DnsSettings(
          Duration.ofMillis(700),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          2,
          64,
          11,
          10_000);

  /** For answers that come after silence: the waits between are spent in full. */
  static final DnsSettings HASTY =
      new DnsSettings(
          Duration.ofSeconds(60),
          Duration.ofMillis(200),
          Duration.ofMillis(600),
          2,
          64,
          11,
          10_000);

  private DnsFixture() {}

  static DnsClient client(DnsSettings settings, LyingServer... servers) {
    return new DnsClient(Stream.of(servers).map(LyingServer::address).toList(), settings);
  }

  static EntryTable entries(String... addresses) {
    List<Entry> all = Stream.of(addresses).map(DnsFixture::entry).toList();
    return EntryTable.of(all.isEmpty() ? Family.IP : all.getFirst().interval().family(), all);
  }

  private static Entry entry(String text) {
    Address address = Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
    return new Entry(new Interval(address, address), "");
  }

  static Answer.Data data(long ttl, String server, String... addresses) {
    return new Answer.Data(entries(addresses), Duration.ofSeconds(ttl), List.of(), server);
  }

  static Answer.Gone gone(Answer.Absence absence, long ttl, String server) {
    return new Answer.Gone(absence, Duration.ofSeconds(ttl), List.of(), server);
  }

  /** {@code 198.18.0.0} and those after it. */
  static List<String> v4(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "198.18.%d.%d".formatted(i / 256, i % 256))
        .toList();
  }

  /** {@code 2001:db8::1:0} and those after it. */
  static List<String> v6(int count) {
    return IntStream.range(0, count).mapToObj(i -> "2001:db8::1:%x".formatted(i)).toList();
  }

  static List<String> records(String name, String type, List<String> addresses) {
    return addresses.stream().map(a -> "%s 300 %s %s".formatted(name, type, a)).toList();
  }
}
