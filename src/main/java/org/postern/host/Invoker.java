package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The user who runs this process, from the kernel and not from the environment: the user id, and
 * the user who logged in ({@code /proc/self/loginuid}, proc(5)) where it differs.
 */
public final class Invoker {
  /** The id that the kernel gives when no user logged in: (uid_t) -1. */
  private static final String NO_LOGIN = "4294967295";

  private Invoker() {}

  /** Returns the user as it is remembered: {@code uid 0} or {@code uid 0 (login 1000)}. */
  public static String describe() {
    String uid = uid().map(String::valueOf).orElse("unknown");
    Optional<String> login = login().filter(text -> !text.equals(NO_LOGIN) && !text.equals(uid));
    return "uid " + uid + login.map(text -> " (login " + text + ")").orElse("");
  }

  /** Returns the user id of this process; empty where the system has none. */
  public static Optional<Integer> uid() {
    try {
      return Optional.of((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> login() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/self/loginuid")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
