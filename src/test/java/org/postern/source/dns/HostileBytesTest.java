package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.SOA;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Replies with bytes changed at random: read or not, but nothing is thrown. */
final class HostileBytesTest {
  private final Name name = Name.fromConstantString("a.example.");
  private final Query query = Query.of(name, Type.A, true);
  private final Reader reader = new Reader(Type.A, DnsSettings.DEFAULT);

  private byte[] truth() throws IOException {
    return Zone.of(
            List.of(
                SOA,
                "a.example 300 CNAME b.example.",
                "b.example 300 CNAME c.example.",
                "c.example 300 A 192.0.2.1",
                "c.example 300 A 192.0.2.2"))
        .answer(new Message(query.bytes()))
        .toWire();
  }

  private Optional<Reading> read(byte[] data) {
    return query.read(data).stream()
        .filter(Received.Reply.class::isInstance)
        .map(r -> reader.read(((Received.Reply) r).message(), Trail.from(name)))
        .findFirst();
  }

  @Test
  void truthIsRead() throws IOException {
    assertTrue(read(truth()).orElseThrow() instanceof Reading.Found);
  }

  @Test
  void changedBytesNeverThrow() throws IOException {
    Random random = new Random(25);
    int readable = 0;
    for (int run = 0; run < 50_000; run++) {
      byte[] data = truth();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        data[random.nextInt(2, data.length)] = (byte) random.nextInt();
      }
      readable += read(data).isPresent() ? 1 : 0;
    }
    assertTrue(readable > 1_000, readable + " of the replies could be read");
  }

  @Test
  void repliesCutAnywhereNeverCountAsWhole() throws IOException {
    byte[] whole = truth();
    for (int length = 0; length < whole.length; length++) {
      assertEquals(Optional.empty(), read(Arrays.copyOf(whole, length)), "cut at " + length);
    }
  }
}
