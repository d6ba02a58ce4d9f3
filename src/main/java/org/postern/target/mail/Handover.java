package org.postern.target.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.AtomicFile;
import org.postern.plan.Effect;
import org.postern.plan.Ruleset;

/**
 * How a mail server takes the files that were written. Root tells it and asks it. Another user
 * leaves a request, which a unit of systemd waits for, and reads the answer that the unit leaves.
 */
final class Handover {
  /** The name of the request among the files; its content says for which files it is. */
  static final String REQUEST = "request";

  /** The name of the mark that files were written of which the mail server is still to be told. */
  static final String OWED = "owed";

  /** The time by which a unit that waits for requests has taken one. */
  private static final Duration TAKEN = Duration.ofSeconds(5);

  /**
   * The time for all the waiting of one apply. It is less than others wait for the lock of the
   * state, which is held meanwhile.
   */
  private static final Duration ANSWERED = Duration.ofSeconds(9);

  private static final long STEP_MILLIS = 50;

  private final MailFolder folder;
  private final Optional<Consumer> consumer;
  private final Answers answers;
  private final String target;
  private final boolean root;

  /**
   * Creates the handover of one target.
   *
   * @param target the name of the target
   * @param consumer empty where the mail server cannot be asked from here
   */
  Handover(String target, MailFolder folder, Optional<Consumer> consumer, MailPlace place) {
    this.target = target;
    this.folder = folder;
    this.consumer = consumer;
    this.answers = new Answers(place.answers(), target);
    this.root = place.root();
  }

  /** Tells whether the mail server was asked for all there is, and answered as it is meant to. */
  static boolean isProof(Consumer.Answer answer) {
    return answer.complete() && answer.wrong().isEmpty();
  }

  /** Returns what an answer, or its absence, means for rules. */
  List<Effect> effects(Ruleset ruleset, Optional<Consumer.Answer> answer) {
    return ruleset.rules().stream()
        .limit(1)
        .flatMap(rule -> effects(rule.name(), answer).stream())
        .toList();
  }

  private List<Effect> effects(String rule, Optional<Consumer.Answer> answer) {
    if (answer.isEmpty()) {
      return List.of(
          new Effect(
              rule,
              Effect.Kind.UNTOLD,
              "the mail server",
              "has not said that it has read its files",
              List.of(
                  "systemctl enable --now postern-prove@%s.path".formatted(target),
                  "postern prove " + target)));
    }
    List<Effect> found = new ArrayList<>();
    for (String wrong : answer.get().wrong()) {
      found.add(new Effect(rule, Effect.Kind.NONE, "the mail server", wrong, List.of()));
    }
    if (answer.get().older() > 0) {
      String still =
          "%d processes from before still serve a session".formatted(answer.get().older());
      found.add(new Effect(rule, Effect.Kind.PART, "the mail server:", still, List.of()));
    }
    return found;
  }

  /**
   * Returns what the mail server said of exactly these files; empty when it was not asked for them.
   */
  Optional<Consumer.Answer> answer(String digest) throws IOException {
    return answers
        .read()
        .filter(last -> last.digest().equals(digest))
        .map(Answers.Recorded::answer);
  }

  /** Tells whether the mail server can be asked at all, by this process or another. */
  boolean isPossible() {
    return consumer.isPresent();
  }

  /** Returns the value of {@link System#nanoTime} until which an apply that begins now may wait. */
  static long end() {
    return System.nanoTime() + ANSWERED.toNanos();
  }

  /**
   * Has the mail server take what was written. That it does not answer in time is no failure of
   * what was written: {@link #answer} tells.
   *
   * @param last whether nothing more is going to be written
   * @param end the {@link #end} of the apply
   * @throws IOException when the request cannot be left, or root cannot tell the mail server
   */
  void taken(String digest, Ruleset ruleset, boolean last, long end) throws IOException {
    if (consumer.isEmpty()) {
      return;
    }
    if (root) {
      prove(digest, ruleset, last);
      return;
    }
    Optional<FileTime> untaken = untaken();
    AtomicFile.writeForReaders(folder.file(REQUEST), MailFiles.bytes(digest + "\n"), "rw-r--r--");
    untaken.ifPresent(this::lyingSince);
    if (last) {
      folder.unmark(OWED);
    }
    // What is written next needs that this was taken: a unit may only have been busy.
    if (!last || untaken.isEmpty()) {
      await(digest, end);
    }
  }

  /** Returns since when requests lie there that no unit takes. */
  private Optional<FileTime> untaken() throws IOException {
    try {
      FileTime left = Files.getLastModifiedTime(folder.file(REQUEST));
      Duration lying = Duration.between(left.toInstant(), Instant.now()).abs();
      return Optional.of(left).filter(_ -> lying.compareTo(TAKEN) >= 0);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void lyingSince(FileTime left) {
    try {
      Files.setLastModifiedTime(folder.file(REQUEST), left);
    } catch (IOException e) {
      return; // taken at last, or else one more is waited for
    }
  }

  /** Notes, before files are written, that the mail server is to be told of them. */
  void owe() throws IOException {
    if (consumer.isPresent()) {
      folder.mark(OWED);
    }
  }

  /**
   * Tells whether files were written of which the mail server was not told: what was to tell it has
   * ended before, or failed.
   */
  boolean isOwed() {
    return consumer.isPresent() && Files.exists(folder.file(OWED));
  }

  private void await(String digest, long end) throws IOException {
    long taken = System.nanoTime() + TAKEN.toNanos();
    while (answer(digest).isEmpty() && isLikely(taken, end)) {
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean isLikely(long taken, long end) {
    long now = System.nanoTime();
    return now < end && (now < taken || !Files.exists(folder.file(REQUEST)));
  }

  /** Takes a request away before the files are read for which it may be: a later one stays. */
  void begin() throws IOException {
    Files.deleteIfExists(folder.file(REQUEST));
  }

  /**
   * Tells the mail server, asks it, and writes its answer down. By root.
   *
   * @param settles whether it is told of all that was written
   */
  Consumer.Answer prove(String digest, Ruleset ruleset, boolean settles) throws IOException {
    Consumer server = consumer.orElseThrow();
    Consumer.Answer answer;
    try {
      server.take();
      if (settles) {
        folder.unmark(OWED);
      }
      answer = server.ask(ruleset);
    } catch (IOException e) {
      answer = new Consumer.Answer(0, false, List.of(String.valueOf(e.getMessage())), 0);
    }
    answers.write(new Answers.Recorded(digest, answer));
    return answer;
  }
}
