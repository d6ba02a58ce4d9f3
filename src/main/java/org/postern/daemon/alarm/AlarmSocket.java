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
 * The Unix socket on which {@code postern-alarm.service} receives the alarms of the daemon, one
 * datagram each. The service manager holds the socket, so that alarms wait in the kernel until the
 * unit is started. The unit has a user of its own, who has no access to what the daemon writes.
 */
public final class AlarmSocket {
  /** The path of the socket, {@code ListenDatagram=} of {@code postern-alarm.socket}. */
  public static final Path USUAL = Path.of("/run/postern-alarm.sock");

  /** The name of the descriptor, {@code FileDescriptorName=} of {@code postern-alarm.socket}. */
  private static final String NAME = "alarm";

  /** How many bytes of a datagram are read; no alarm is that long, and the rest is cut off. */
  private static final int LIMIT = 64 << 10;

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private AlarmSocket() {}

  /**
   * Sends an alarm to {@link #USUAL}.
   *
   * @throws IOException when no unit receives there, or too many alarms wait already
   */
  static void send(byte[] alarm) throws IOException {
    UnixDatagram.send(USUAL.toString(), alarm, PATIENCE);
  }

  /**
   * Receives the alarms that wait on the socket; none when the service manager has not passed the
   * socket to this process.
   */
  public static List<byte[]> waiting(Map<String, String> environment, long pid) throws IOException {
    Optional<Integer> descriptor = Activation.of(environment, pid).descriptor(NAME);
    return descriptor.isPresent() ? UnixDatagram.waiting(descriptor.get(), LIMIT) : List.of();
  }
}
