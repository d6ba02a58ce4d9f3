package org.postern.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one machine, which belong to no policy: {@code /etc/postern/daemon.yaml}. Nothing
 * in it changes what is enforced.
 *
 * @param metrics the place for figures for Prometheus; empty when they are not wanted
 * @param alarm the command that is run on an alarm; empty when the journal is enough
 * @param strangers how many peers the rules of a target may refuse or observe without an alarm;
 *     empty for any number, since what is much depends on the host
 * @param log how the daemon writes what happens
 */
public record MachineSettings(
    Optional<Metrics> metrics, Optional<AlarmCommand> alarm, Optional<LogRate> strangers, Log log) {
  /** The settings where the file names none, or is not there. */
  public static final MachineSettings DEFAULT =
      new MachineSettings(Optional.empty(), Optional.empty(), Optional.empty(), Log.AUTO);

  /** The way by which figures reach Prometheus. */
  public sealed interface Metrics {
    /**
     * Figures over HTTP, for clients on this machine.
     *
     * @param address an address of the loopback interface: in 127.0.0.0/8, or ::1
     * @param port the TCP port, 1 to 65535
     */
    record Listen(String address, int port) implements Metrics {}

    /**
     * Figures in a file for the textfile collector of the node exporter.
     *
     * @param path absolute; ends in {@code .prom}, because it reads no others
     */
    record ToFile(String path) implements Metrics {}
  }

  /**
   * A program that tells people of alarms. It is given the alarm on standard input as JSON, and
   * never in its arguments: what others wrote is in there.
   *
   * @param command an absolute path and fixed arguments
   * @param repeat how often an alarm that stands is told again
   */
  public record AlarmCommand(List<String> command, Duration repeat) {
    /** How often, when nothing else is said. */
    public static final Duration REPEAT = Duration.ofHours(24);

    public AlarmCommand {
      command = List.copyOf(command);
    }
  }

  /** How the daemon writes what happens. */
  public enum Log {
    /** The daemon sends entries with fields to the journal's socket. */
    JOURNAL,
    /** The daemon writes lines to standard error. */
    TEXT,
    /** The journal where standard error leads there, lines otherwise. */
    AUTO
  }
}
