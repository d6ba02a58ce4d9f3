package org.postern.target.nftables;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The way from one network card to another, for frames that no stack would send. */
final class Wire {
  private final byte[] from;
  private final byte[] to;
  private final int socket;

  Wire(Host host, String networkInterface, byte[] from, byte[] to) {
    this.from = from;
    this.to = to;
    this.socket = host.run(() -> SystemCalls.openFrames(networkInterface));
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

  /** The segment as a frame for this wire. */
  byte[] frame(Segment segment) {
    return segment.frame(from, to);
  }

  void close() {
    SystemCalls.close(socket);
  }
}
