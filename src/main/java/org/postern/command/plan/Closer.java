package org.postern.command.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.Surroundings;
import org.postern.host.CommandRunner;
import org.postern.pipeline.Pipeline;

/** The means that closes a target again which cannot do so by itself. */
public enum Closer {
  /** The daemon that carries the order out. */
  DAEMON("the daemon"),
  /** A process that a unit of systemd starts. */
  UNIT(ConfirmWatch.UNIT);

  private static final String DAEMON_UNIT = "postern.service";

  private final String words;

  Closer(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** Returns the means that is there; empty where none is. */
  public static Optional<Closer> of(Surroundings surroundings, Pipeline pipeline) {
    if (surroundings.running().isPresent()) {
      return Optional.of(DAEMON);
    }
    Path state = pipeline.store().folder();
    CommandRunner programs = pipeline.surroundings().programs();
    if (ConfirmWatch.isActive(ConfirmWatch.UNIT, state, programs)) {
      return Optional.of(UNIT);
    }
    // It was asked and did not answer: it reads what is written, or the next one does.
    return ConfirmWatch.isActive(DAEMON_UNIT, state, programs)
        ? Optional.of(DAEMON)
        : Optional.empty();
  }

  /** Returns the reply that nothing is opened, because nothing would close it again. */
  public static Reply missing(List<String> targets, Reply.Builder reply) {
    String names = String.join(", ", targets);
    return reply
        .error(
            Line.Style.BAD,
            "%s cannot close again by %s, and nothing is there that would: nothing was changed"
                .formatted(names, targets.size() == 1 ? "itself" : "themselves"))
        .error(
            Line.Style.PLAIN,
            "  systemctl enable --now "
                + ConfirmWatch.UNIT
                + ", or start the daemon, and order it again;")
        .error(
            Line.Style.PLAIN,
            "  or write otherwise: observe in the policy and apply it; or open only a rule that"
                + " closes by itself: postern open RULE --for TIME")
        .exit(ExitCode.HELD)
        .build();
  }
}
