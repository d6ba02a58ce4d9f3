package org.postern.daemon.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.diagnostic.Visible;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.UnixDatagram;

/**
 * Tells the service manager how the daemon does, sd_notify(3). Without a service manager nothing is
 * told. One that cannot be reached is named in the journal, once until it can be again.
 */
public final class Notify {
  private static final String UNREACHABLE = "3f57bb6937e83298879e3e69eda7136a";
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** The manager takes 4,096 bytes in all, {@code NOTIFY_BUFFER_MAX}. */
  private static final int MAX_STATUS = 2_000;

  private final Optional<String> socket;
  private final Optional<Duration> watchdog;
  private final Journal journal;
  private final AtomicBoolean unreachable = new AtomicBoolean();

  private Notify(Optional<String> socket, Optional<Duration> watchdog, Journal journal) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.journal = journal;
  }

  /**
   * Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
   *
   * @param pid the pid of this process
   */
  public static Notify of(Map<String, String> environment, long pid, Journal journal) {
    Optional<String> socket =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(text -> !text.isEmpty());
    return new Notify(socket, watchdog(environment, pid), journal);
  }

  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String self = Long.toString(pid);
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    if (!environment.getOrDefault("WATCHDOG_PID", self).equals(self)
        || !micros.matches("0*[1-9][0-9]{0,14}")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1_000));
  }

  /**
   * Returns how soon after each {@link #alive} the next is due at the latest, or the manager ends
   * us.
   */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** The daemon does its work now: started, or reloaded. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + line(status));
  }

  /** Sends a line for {@code systemctl status}. */
  public void status(String status) {
    send("STATUS=" + line(status));
  }

  /** The daemon makes progress; feeds the watchdog, if there is one. */
  public void alive() {
    if (watchdog.isPresent()) {
      send("WATCHDOG=1");
    }
  }

  /** Tells that the daemon ends. */
  public void stopping() {
    send("STOPPING=1");
  }

  private static String line(String text) {
    return Shortened.to(MAX_STATUS, Visible.text(text));
  }

  private void send(String assignments) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      UnixDatagram.send(socket.get(), assignments.getBytes(StandardCharsets.UTF_8), PATIENCE);
      unreachable.set(false);
    } catch (ErrnoException e) {
      report(e);
    }
  }

  private void report(ErrnoException failure) {
    if (unreachable.compareAndSet(false, true)) {
      String message = "the service manager cannot be told how we do: " + failure.getMessage();
      journal.write(new JournalEntry(Priority.WARNING, UNREACHABLE, message, Map.of()));
    }
  }
}
