package org.postern.target.nftables;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A constant stream of openings, from each of the peers in turn. */
final class Flood {
  private final AtomicBoolean over = new AtomicBoolean();
  private final Arena arena = Arena.ofShared();
  private final Thread thread;

  /** Sends while the action runs. */
  static void during(Wire wire, List<Segment> segments, Runnable action) {
    Flood flood = new Flood(wire, segments);
    try {
      action.run();
    } finally {
      flood.end();
    }
  }

  private Flood(Wire wire, List<Segment> segments) {
    List<MemorySegment> frames =
        segments.stream()
            .map(one -> arena.allocateFrom(ValueLayout.JAVA_BYTE, wire.frame(one)))
            .toList();
    thread = Thread.ofPlatform().start(() -> send(wire, frames));
  }

  private void send(Wire wire, List<MemorySegment> frames) {
    while (!over.get()) {
      frames.forEach(wire::send);
    }
  }

  private void end() {
    over.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    arena.close();
  }
}
