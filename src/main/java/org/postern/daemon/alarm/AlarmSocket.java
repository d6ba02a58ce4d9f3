package org.postern.daemon.alarm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.host.Activation;
import org.postern.host.ffm.UnixDatagram;

/**
 * The way of alarms to the unit that tells people: one datagram each, to a socket that the service
 * manager holds. The unit has a user of its own, who has no right to anything that the daemon
 * writes; alarms wait in the kernel until it is started.
 */
public final class AlarmSocket {
  /** Where the unit receives. */
  public static final Path USUAL = Path.of("/run/postern-alarm.sock");

  /** What the manager calls the descriptor. */
  private static final String NAME = "alarm";

  /** Below the size of the kernel's buffers, net.core.wmem_default. */
  private static final int LIMIT = 64 << 10;

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private AlarmSocket() {}

  /**
   * Sends an alarm to the usual place.
   *
   * @throws IOException when no unit waits there, or too many alarms wait already
   */
  static void send(byte[] alarm) throws IOException {
    UnixDatagram.send(USUAL.toString(), alarm, PATIENCE);
  }

  /** The alarms that wait for this process, which the service manager has started for them. */
  public static List<byte[]> waiting(Map<String, String> environment, long pid) throws IOException {
    Optional<Integer> descriptor = Activation.of(environment, pid).descriptor(NAME);
    return descriptor.isPresent() ? UnixDatagram.waiting(descriptor.get(), LIMIT) : List.of();
  }
}
