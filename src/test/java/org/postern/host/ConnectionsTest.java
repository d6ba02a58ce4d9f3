package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts as a little-endian kernel prints them. */
class ConnectionsTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
          + " timeout\n";
  private static final String REST =
      " 00000000:00000000 00:00000000 00000000     0        0 20 1 0 100 0 0 10 0\n";

  @TempDir private Path proc;

  @BeforeEach
  void thisMachineIsLittleEndian() {
    assertEquals(
        ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "the texts are of such a kernel");
  }

  @Test
  void nothingIsThereWhereNoFileIs() throws IOException {
    assertEquals(List.of(), found());
    assertFalse(new Connections(proc).seesForwarded());
  }

  @Test
  void whoDialledAListeningPortIsTheClient() throws IOException {
    // 192.0.2.77:50000 at 198.51.100.10:25, which listens on 0.0.0.0:25.
    tcp("0: 00000000:0019 00000000:0000 0A", "1: 0A6433C6:0019 4D0200C0:C350 01");
    assertEquals(List.of("HERE 192.0.2.77 198.51.100.10 25"), found());
  }

  @Test
  void whoDialledFromHereIsHere() throws IOException {
    tcp("1: 0A6433C6:C350 4D0200C0:0035 01");
    assertEquals(List.of("FROM_HERE 198.51.100.10 192.0.2.77 53"), found());
  }

  @Test
  void onlyEstablishedOnesCount() throws IOException {
    tcp("0: 00000000:0019 00000000:0000 0A", "1: 0A6433C6:0019 4D0200C0:C350 06");
    assertEquals(List.of(), found());
  }

  @Test
  void ipv6AddressesAreFourWords() throws IOException {
    // [2001:db8::77]:50000 at [2001:db8::25]:25
    tcp6(
        "0: 00000000000000000000000000000000:0019 00000000000000000000000000000000:0000 0A",
        "1: B80D0120000000000000000025000000:0019 B80D0120000000000000000077000000:C350 01");
    assertEquals(List.of("HERE 2001:db8::77 2001:db8::25 25"), found());
  }

  @Test
  void mappedAddressesAreIpv4() throws IOException {
    tcp6(
        "0: 00000000000000000000000000000000:0019 00000000000000000000000000000000:0000 0A",
        "1: 0000000000000000FFFF00000A6433C6:0019 0000000000000000FFFF00004D0200C0:C350 01");
    assertEquals(List.of("HERE 192.0.2.77 198.51.100.10 25"), found());
  }

  @Test
  void forwardedOnesAreAsTheClientDialled() throws IOException {
    tracked(
        "ipv4     2 tcp      6 431999 ESTABLISHED src=192.0.2.77 dst=198.51.100.10 sport=50000"
            + " dport=25 src=10.0.0.5 dst=192.0.2.77 sport=2525 dport=50000 [ASSURED] mark=0 use=1",
        "ipv6     10 tcp      6 300 ESTABLISHED src=2001:0db8:0000:0000:0000:0000:0000:0077"
            + " dst=2001:0db8:0000:0000:0000:0000:0000:0025 sport=50001 dport=25"
            + " src=2001:0db8:0000:0000:0000:0000:0000:0025"
            + " dst=2001:0db8:0000:0000:0000:0000:0000:0077 sport=25 dport=50001 mark=0 use=1",
        "ipv4     2 tcp      6 100 TIME_WAIT src=192.0.2.78 dst=198.51.100.10 sport=50000 dport=25"
            + " src=10.0.0.5 dst=192.0.2.78 sport=25 dport=50000 mark=0 use=1",
        "ipv4     2 udp      17 29 src=192.0.2.79 dst=198.51.100.10 sport=5 dport=53"
            + " src=198.51.100.10 dst=192.0.2.79 sport=53 dport=5 mark=0 use=1",
        "ipv4     2 tcp      6 100 ESTABLISHED what is this");
    assertEquals(
        List.of("THROUGH 192.0.2.77 198.51.100.10 25", "THROUGH 2001:db8::77 2001:db8::25 25"),
        found());
    assertTrue(new Connections(proc).seesForwarded());
  }

  @Test
  void ownConnectionsAreNotForwardedOnes() throws IOException {
    tcp(
        "0: 00000000:0019 00000000:0000 0A",
        "1: 0A6433C6:0019 4D0200C0:C350 01",
        "2: 0A6433C6:C351 4D0200C0:0035 01");
    tracked(
        "ipv4     2 tcp      6 9 ESTABLISHED src=192.0.2.77 dst=198.51.100.10 sport=50000 dport=25"
            + " src=198.51.100.10 dst=192.0.2.77 sport=25 dport=50000 mark=0 use=1",
        "ipv4     2 tcp      6 9 ESTABLISHED src=198.51.100.10 dst=192.0.2.77 sport=50001 dport=53"
            + " src=192.0.2.77 dst=203.0.113.1 sport=53 dport=50001 mark=0 use=1");
    assertEquals(
        List.of("HERE 192.0.2.77 198.51.100.10 25", "FROM_HERE 198.51.100.10 192.0.2.77 53"),
        found());
  }

  @Test
  void anOwnServerBehindATranslationIsNotAForwardedOne() throws IOException {
    tcp("0: 00000000:09DD 00000000:0000 0A", "1: 0500000A:09DD 4D0200C0:C350 01");
    tracked(
        "ipv4     2 tcp      6 9 ESTABLISHED src=192.0.2.77 dst=198.51.100.10 sport=50000 dport=25"
            + " src=10.0.0.5 dst=192.0.2.77 sport=2525 dport=50000 mark=0 use=1");
    assertEquals(List.of("HERE 192.0.2.77 10.0.0.5 2525"), found());
  }

  @Test
  void aClientThatIsConnectedHereMayBeForwardedToAnotherServerToo() throws IOException {
    tcp("0: 00000000:0019 00000000:0000 0A", "1: 0A6433C6:0019 4D0200C0:C350 01");
    tracked(
        "ipv4     2 tcp      6 9 ESTABLISHED src=192.0.2.77 dst=203.0.113.25 sport=50007 dport=25"
            + " src=10.0.0.6 dst=192.0.2.77 sport=25 dport=50007 mark=0 use=1");
    assertEquals(
        List.of("HERE 192.0.2.77 198.51.100.10 25", "THROUGH 192.0.2.77 203.0.113.25 25"), found());
  }

  private List<String> found() throws IOException {
    return new Connections(proc)
        .established().stream()
            .map(one -> one.place() + " " + one.client() + " " + one.server() + " " + one.port())
            .toList();
  }

  private void tcp(String... lines) throws IOException {
    sockets("tcp", lines);
  }

  private void tcp6(String... lines) throws IOException {
    sockets("tcp6", lines);
  }

  private void sockets(String file, String... lines) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (String line : lines) {
      text.append("   ").append(line).append(REST);
    }
    Files.writeString(proc.resolve(file), text);
  }

  private void tracked(String... lines) throws IOException {
    Files.writeString(proc.resolve("nf_conntrack"), String.join("\n", lines) + "\n");
  }
}
