package org.postern.host;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sockets that a service manager has opened for this process, sd_listen_fds(3).
 *
 * @param descriptors the descriptor of each, by the name that the manager gave it
 */
public record Activation(Map<String, Integer> descriptors) {
  /** The first descriptor, {@code SD_LISTEN_FDS_START}. */
  private static final int FIRST = 3;

  /** The most sockets that are taken over, more than any service manager passes on purpose. */
  private static final int MOST = 64;

  /** The name of a socket from a manager that gives no names, sd_listen_fds(3). */
  private static final String NO_NAME = "unknown";

  public Activation {
    descriptors = Collections.unmodifiableMap(new LinkedHashMap<>(descriptors));
  }

  /**
   * Reads LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES. What is meant for another process is none of
   * ours. A process that takes a descriptor over keeps it from the programs that it starts.
   *
   * @param pid the pid of this process
   * @throws IOException when they contradict each other
   */
  public static Activation of(Map<String, String> environment, long pid) throws IOException {
    String addressee = environment.get("LISTEN_PID");
    if (addressee == null || !addressee.equals(Long.toString(pid))) {
      return new Activation(Map.of());
    }
    int count = count(environment.getOrDefault("LISTEN_FDS", ""));
    List<String> names = names(environment, count);
    Map<String, Integer> descriptors = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      if (descriptors.put(names.get(i), FIRST + i) != null) {
        throw new IOException("LISTEN_FDNAMES names two sockets " + names.get(i));
      }
    }
    return new Activation(descriptors);
  }

  private static int count(String text) throws IOException {
    if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= MOST) {
      return Integer.parseInt(text);
    }
    throw new IOException("LISTEN_FDS is not a number from 0 to " + MOST);
  }

  private static List<String> names(Map<String, String> environment, int count) throws IOException {
    String text = environment.get("LISTEN_FDNAMES");
    if (text == null) {
      return Collections.nCopies(count, NO_NAME);
    }
    List<String> names = count == 0 ? List.of() : List.of(text.split(":", -1));
    if (names.size() != count) {
      throw new IOException(
          "LISTEN_FDS says %d and LISTEN_FDNAMES has %d".formatted(count, names.size()));
    }
    return names;
  }

  /** Returns the socket of this name. */
  public Optional<Integer> descriptor(String name) {
    return Optional.ofNullable(descriptors.get(name));
  }
}
