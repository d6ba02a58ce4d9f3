package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;

/** What a packet of the kernel tells, also one that is cut off or of another kind. */
class PacketLogTest {
  private static final int PACKET = 4 << 8;

  private static byte[] four(int last) {
    byte[] packet = new byte[40];
    packet[0] = 0x45;
    packet[12] = 8;
    packet[13] = 8;
    packet[15] = (byte) last;
    return packet;
  }

  private static byte[] six() {
    byte[] packet = new byte[60];
    packet[0] = 0x60;
    packet[8] = 0x20;
    packet[9] = 1;
    packet[23] = 7;
    return packet;
  }

  /** A message with an attribute that is not looked at, and the payload. */
  private static byte[] message(int type, byte[] payload) {
    int padded = (payload.length + 3) & ~3;
    ByteBuffer out = ByteBuffer.allocate(20 + 8 + 4 + padded).order(ByteOrder.nativeOrder());
    out.putInt(out.capacity()).putShort((short) type).putShort((short) 0).putInt(0).putInt(0);
    out.putInt(0);
    out.putShort((short) 8).putShort((short) 1).putInt(0);
    out.putShort((short) (4 + payload.length)).putShort((short) 9).put(payload);
    return out.array();
  }

  private static byte[] together(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private static List<String> read(byte[] datagram) {
    return PacketLog.read(datagram).stream().map(Address::toString).toList();
  }

  private static String text(String literal) {
    return Address.ofBytes(InetAddress.ofLiteral(literal).getAddress()).toString();
  }

  @Test
  void sourcesOfBothFamiliesAreRead() {
    byte[] datagram = together(message(PACKET, four(9)), message(PACKET, six()));
    assertEquals(List.of(text("8.8.0.9"), text("2001::7")), read(datagram));
  }

  @Test
  void whatIsCutOffIsPassedOver() {
    assertEquals(List.of(), read(new byte[0]));
    assertEquals(List.of(), read(new byte[19]));
    assertEquals(List.of(), read(message(PACKET, new byte[0])));
    assertEquals(List.of(), read(message(PACKET, Arrays.copyOf(four(1), 15))));
    assertEquals(List.of(), read(message(PACKET, Arrays.copyOf(six(), 23))));
    byte[] whole = message(PACKET, four(1));
    for (int length = 0; length < whole.length; length++) {
      assertEquals(List.of(), read(Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void otherMessagesAndOtherPacketsAreNone() {
    byte[] arp = new byte[28];
    arp[1] = 1;
    byte[] other = together(message(2, four(1)), message(PACKET, arp));
    assertEquals(List.of(text("8.8.0.3")), read(together(other, message(PACKET, four(3)))));
  }
}
