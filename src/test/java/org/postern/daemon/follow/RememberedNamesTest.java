package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.source.PeerNames;

class RememberedNamesTest {
  private long nanos;
  private final RememberedNames names = new RememberedNames(() -> nanos);
  private final List<Address> asked = new ArrayList<>();

  /** Names those whose last byte is even. */
  private final PeerNames server =
      peers -> {
        asked.addAll(peers);
        return peers.stream()
            .filter(peer -> peer.toBytes()[3] % 2 == 0)
            .collect(Collectors.toMap(peer -> peer, peer -> "host" + peer.toBytes()[3]));
      };

  private static List<Address> peers(int from, int number) {
    return IntStream.range(from, from + number)
        .mapToObj(i -> Address.ofBytes(new byte[] {(byte) 192, 0, 2, (byte) i}))
        .toList();
  }

  @Test
  void nobodyAsksForTheSameAgain() {
    assertEquals(
        Map.of(peers(2, 1).getFirst(), "host2"), names.of(1, server).confirmed(peers(2, 2)));
    assertEquals(
        Map.of(peers(2, 1).getFirst(), "host2"), names.of(2, server).confirmed(peers(2, 2)));
    assertEquals(peers(2, 2), asked);
    nanos += Duration.ofMinutes(11).toNanos();
    names.of(1, server).confirmed(peers(2, 2));
    assertEquals(3, asked.size(), asked::toString);
  }

  @Test
  void oneUserHasSoManyAskedForAndAnotherOneStillHis() {
    names.of(1, server).confirmed(peers(0, 60));
    Map<Address, String> second = names.of(1, server).confirmed(peers(0, 100));
    assertEquals(64, asked.size());
    assertEquals(32, second.size());
    names.of(2, server).confirmed(peers(100, 20));
    assertEquals(84, asked.size());
    nanos += Duration.ofMinutes(1).toNanos();
    names.of(1, server).confirmed(peers(64, 100));
    assertTrue(asked.size() > 84);
  }
}
