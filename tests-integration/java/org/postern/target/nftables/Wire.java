package org.postern.target.nftables;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The way from one network card to another, for frames that no stack would send. */
final class Wire {
  private static final int LONGEST_PACKET = 1_500;

  private final byte[] from;
  private final byte[] to;
  private final int socket;

  Wire(Host host, String networkInterface, byte[] from, byte[] to) {
    this.from = from;
    this.to = to;
    this.socket = host.run(() -> SystemCalls.openFrames(networkInterface));
  }

  /** The address of the card that sends. */
  String sender() {
    return World.text(from);
  }

  /** The address of the card at the other end. */
  String receiver() {
    return World.text(to);
  }

  /** Sends one segment. */
  void send(Segment segment) {
    send(segment.frame(from, to));
  }

  /** Sends one frame. */
  void send(byte[] frame) {
    try (Arena arena = Arena.ofConfined()) {
      send(arena.allocateFrom(ValueLayout.JAVA_BYTE, frame));
    }
  }

  /** Sends a frame that stands ready; many at a time may be too many for the kernel. */
  void send(MemorySegment frame) {
    while (!SystemCalls.send(socket, frame)) {
      Thread.onSpinWait();
    }
  }

  /** Sends a packet of IPv4 or IPv6, no longer than the wire takes it. */
  void sendPacket(byte[] packet) {
    send(frame(packet));
  }

  /** The packet of IPv4 or IPv6 as a frame for this wire. */
  byte[] frame(byte[] packet) {
    if (packet.length > LONGEST_PACKET) {
      throw new IllegalArgumentException("a packet of " + packet.length + " octets");
    }
    byte[] frame = new byte[Segment.ETHERNET + packet.length];
    System.arraycopy(to, 0, frame, 0, to.length);
    System.arraycopy(from, 0, frame, to.length, from.length);
    boolean four = packet[0] >> 4 == 4;
    frame[12] = (byte) (four ? 0x08 : 0x86);
    frame[13] = (byte) (four ? 0x00 : 0xdd);
    System.arraycopy(packet, 0, frame, Segment.ETHERNET, packet.length);
    return frame;
  }

  /** The segment as a frame for this wire. */
  byte[] frame(Segment segment) {
    return segment.frame(from, to);
  }

  void close() {
    SystemCalls.close(socket);
  }
}
