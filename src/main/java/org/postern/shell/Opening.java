package org.postern.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.diagnostic.Report;
import org.postern.pipeline.PolicyFiles;
import org.postern.pipeline.check.Draft;
import org.postern.source.Lockfile;

/** Opens what a conversation is to be about. */
final class Opening {
  /** A lockfile says so near its beginning. */
  private static final int HEAD = 200;

  private final Pipelines pipelines;
  private final Path state;

  Opening(Pipelines pipelines, Path state) {
    this.pipelines = pipelines;
    this.state = state;
  }

  /** Returns the workspace of what is in force. */
  Workspace running() {
    return new Workspace(state, Optional.empty(), Optional.empty());
  }

  /**
   * A policy, or a lockfile with the policy beside it.
   *
   * @return empty when it cannot be read, which the reply says
   */
  Optional<Workspace> policy(Path path, Optional<Path> lock, Reply.Builder reply)
      throws IOException {
    boolean isLock = isLockfile(path);
    Path policy = isLock ? path.resolveSibling("policy.yaml") : path;
    if (isLock && !Files.exists(policy)) {
      reply.error(Line.Style.BAD, path + " is a lockfile, and there is no policy.yaml beside it");
      reply.error(Line.Style.PLAIN, "name both: postern shell POLICY --lock " + path);
      reply.exit(ExitCode.MISSING_FILE);
      return Optional.empty();
    }
    Report report = new Report();
    Optional<Draft> draft = Draft.open(pipelines.at(state).files(), policy, report);
    Diagnostics.add(report, reply);
    Optional<Path> answers = isLock ? Optional.of(path) : lock.or(() -> PolicyFiles.lockOf(path));
    return draft.map(one -> new Workspace(state, Optional.of(one), answers));
  }

  private static boolean isLockfile(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).contains(Lockfile.MARK);
    }
  }
}
