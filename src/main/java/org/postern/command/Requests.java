package org.postern.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Request;
import org.postern.state.StateStore;

/** The options that many commands share, and the request they make. */
public final class Requests {
  /** The path of a policy that no word names. */
  public static final Path DEFAULT_POLICY = Path.of("/etc/postern/policy.yaml");

  public static final Path DEFAULT_STATE = StateStore.USUAL;

  /** The parameter for the policy, where it is the only word. */
  public static final Parameter POLICY =
      Parameter.optional(
          "POLICY", "policy file, or folder with policy.yaml; default " + DEFAULT_POLICY);

  static final Option LOCK =
      Option.value("--lock", "FILE", "take every answer from this lockfile; ask no source");
  public static final Option TARGET =
      Option.value(
          "--target", "NAME", "this target instead of the policy's; a kind where it is alone");

  /** The option for the state folder. */
  public static final Option STATE =
      Option.value("--state", "DIR", "the state folder; default " + DEFAULT_STATE);

  public static final Option DRY_RUN =
      Option.flag("--dry-run", "tell what would be done, and why not; write and change nothing");
  public static final Option REASON = Option.value("--reason", "TEXT", "why, for the history");

  private Requests() {}

  public static Request of(Invocation invocation, int policyAt) {
    return Request.of(policy(invocation, policyAt))
        .withLock(invocation.path(LOCK.name()))
        .withTarget(invocation.value(TARGET.name()))
        .withWhy(invocation.value(REASON.name()).orElse(""));
  }

  /** Returns the request of a command whose words are not only the policy. */
  public static Request of(Invocation invocation, Optional<String> policy) {
    return Request.of(policy.map(Path::of).orElse(DEFAULT_POLICY))
        .withLock(invocation.path(LOCK.name()));
  }

  /** Returns the policy that a word names, or the usual one. */
  public static Path policy(Invocation invocation, int at) {
    return invocation.word(at).map(Path::of).orElse(DEFAULT_POLICY);
  }

  public static Optional<Path> lock(Invocation invocation) {
    return invocation.path(LOCK.name());
  }

  /** Returns the state folder that is named, or the usual one. */
  public static Path state(Invocation invocation) {
    return invocation.path(STATE.name()).orElse(DEFAULT_STATE);
  }

  public static List<Option> reading() {
    return List.of(LOCK, STATE);
  }

  /** Tells whether it is only to be told what would be done. */
  public static boolean isDry(Invocation invocation) {
    return invocation.has(DRY_RUN.name());
  }

  public static Optional<String> target(Invocation invocation) {
    return invocation.value(TARGET.name());
  }
}
