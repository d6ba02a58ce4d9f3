package org.postern.target.nftables.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.host.ffm.Errno;
import org.postern.target.nftables.FakeKernel;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Patience;
import org.postern.target.nftables.wire.NetlinkExchange;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Ownership;

/** The socket of the pulse stays open, and a broken one is replaced. */
class PulseTest {
  private static final Patience AMPLE =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final List<FakeKernel> opened = new ArrayList<>();
  private final Pulse pulse = new Pulse(Ownership.SHARED, this::open);

  private NftablesConnection open() {
    FakeKernel kernel = new FakeKernel(List.of());
    opened.add(kernel);
    return new NftablesConnection(new NetlinkExchange(kernel, AMPLE));
  }

  @Test
  void oneSocketServesAllCalls() throws NftablesException {
    String first = pulse.read();
    for (int i = 0; i < 100; i++) {
      assertEquals(first, pulse.read());
    }
    assertEquals(1, opened.size());
    assertEquals(101, opened.getFirst().questions());
  }

  @Test
  void aBrokenSocketIsClosedAndAnotherAsked() throws NftablesException {
    String first = pulse.read();
    opened.getFirst().refusingSends(Errno.ENOBUFS);
    assertEquals(first, pulse.read());
    assertEquals(2, opened.size());
    assertTrue(opened.getFirst().closed());
    assertFalse(opened.getLast().closed());
  }

  @Test
  void anAnswerThatDoesNotComeBreaksTheSocketToo() throws NftablesException {
    String first = pulse.read();
    opened.getFirst().answering(replies -> List.of());
    assertEquals(first, pulse.read());
    assertEquals(2, opened.size());
    assertTrue(opened.getFirst().closed());
  }

  @Test
  void whatTheNewSocketSuffersIsToldAndTheNextCallBeginsAnew() throws NftablesException {
    boolean[] broken = {true};
    Pulse unlucky =
        new Pulse(
            Ownership.SHARED,
            () -> {
              NftablesConnection connection = open();
              if (broken[0]) {
                opened.getLast().refusingSends(Errno.EPERM);
              }
              return connection;
            });
    for (int i = 0; i < 3; i++) {
      assertTrue(assertThrows(NftablesException.class, unlucky::read).is(Errno.EPERM));
    }
    broken[0] = false;
    assertFalse(unlucky.read().isEmpty());
    opened.removeLast();
    assertTrue(opened.stream().allMatch(FakeKernel::closed), "sockets are left open");
  }
}
