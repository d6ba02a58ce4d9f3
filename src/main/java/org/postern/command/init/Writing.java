package org.postern.command.init;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.command.Asker;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;

/** Writes a first policy where nothing is lost by that, and says what to run next. */
final class Writing {
  private static final int DAYS = 7;

  private final PolicyPlace place;
  private final Answers answers;
  private final LocalDate inAWeek;
  private final Optional<Asker> asker;
  private final boolean isYes;

  Writing(
      PolicyPlace place,
      Answers answers,
      InstantSource clock,
      Optional<Asker> asker,
      boolean isYes) {
    this.place = place;
    this.answers = answers;
    this.inAWeek = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()).plusDays(DAYS);
    this.asker = asker;
    this.isYes = isYes;
  }

  /** Tells whether the policy is there now. */
  boolean write(Reply.Builder reply) throws IOException {
    Optional<String> there = place.policy();
    LocalDate review = there.flatMap(FirstPolicy::review).orElse(inAWeek);
    String text = FirstPolicy.text(answers, review);
    reply.document(AnswersDocument.of(answers, review));
    if (there.filter(text::equals).isPresent()) {
      reply.line(Line.Style.GOOD, place.file() + " is as init wrote it: nothing to write");
      return true;
    }
    if (!consents(there.isPresent(), text)) {
      reply.exit(ExitCode.HELD);
      reply.error(
          Line.Style.CAUTION,
          there.isPresent() && asker.isEmpty()
              ? place.file() + " is there with other answers: --yes replaces what init wrote"
              : "nothing was written");
      return false;
    }
    return written(there.isPresent(), text, reply);
  }

  private boolean written(boolean isThere, String text, Reply.Builder reply) throws IOException {
    try {
      if (isThere) {
        place.replace(text);
      } else {
        place.create(text);
      }
    } catch (FileAlreadyExistsException _) {
      reply.error(Line.Style.BAD, place.file() + " came into being meanwhile, and stays as it is");
      reply.exit(ExitCode.HELD);
      return false;
    }
    reply.put("changed", true);
    reply.line(
        Line.Style.GOOD, "%s: written; it observes, and refuses no peer".formatted(place.file()));
    return true;
  }

  private boolean consents(boolean isThere, String text) {
    if (asker.isEmpty()) {
      return !isThere || isYes;
    }
    asker.get().tell(text.lines().toList());
    String question = isThere ? "Replace what init wrote in " : "Write this to ";
    String said =
        asker
            .get()
            .ask(question + place.file() + ", yes or no", isThere ? "no" : "yes")
            .orElseThrow(Interview.LeftException::new);
    String word = said.isBlank() ? (isThere ? "no" : "yes") : said.strip().toLowerCase(Locale.ROOT);
    return List.of("y", "yes").contains(word);
  }

  /** The last line: what to run now, as it stands. */
  void next(Reply.Builder reply) {
    String file = quoted(place.file().toString());
    String command =
        answers.target().equals(Answers.WINDOWS)
            ? "postern compile --target windows -o postern " + file
            : "postern apply --confirm 5m " + file;
    reply.put("next", command).line(Line.Style.HEADING, "next: " + command);
  }

  /** Quotes a text for sh(1). */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
