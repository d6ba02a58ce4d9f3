package org.postern.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.postern.cli.Palette;
import org.postern.cli.WordsParser;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;

/** A session on a terminal, from the greeting to the end. */
final class Conversation {
  private static final int NARROW = 50;

  private final Terminal terminal;
  private final Session session;
  private final Looks looks;
  private final Palette palette;
  private final Pages pages;
  private final Patience patience;
  private final AtomicReference<Vocabulary> vocabulary;
  private final LineReader reader;

  /**
   * A conversation.
   *
   * @param history the file that keeps what was typed
   */
  Conversation(Terminal terminal, Session session, Looks looks, Path history) {
    this.terminal = terminal;
    this.session = session;
    this.looks = looks;
    this.palette = looks.palette();
    this.pages = new Pages(terminal);
    this.patience = new Patience(terminal);
    this.vocabulary = new AtomicReference<>(new Vocabulary(session.commands(), Known.NOTHING));
    this.reader = Reading.reader(terminal, vocabulary::get, palette.isColoured(), history);
  }

  /** Runs until the user leaves. */
  ExitCode run() throws IOException {
    // Between two lines too it is not the end of everything.
    terminal.handle(Terminal.Signal.INT, signal -> {});
    say(greeting());
    boolean warned = false;
    while (true) {
      boolean leaves = !next();
      if (leaves && (warned || session.unwritten().isEmpty())) {
        return ExitCode.DONE;
      }
      if (leaves) {
        say("The draft is not written: write saves it, changes shows it. Again, and it is gone.");
      }
      warned = leaves;
    }
  }

  private String greeting() {
    String about =
        session
            .workspace()
            .draft()
            .map(draft -> "This is about " + Visible.text(draft.path().toString()) + ".")
            .orElse("This is about what is in force.");
    return about + " Nothing is changed by looking. help tells what there is; exit leaves.";
  }

  private void say(String text) {
    Folding.fold(text, Math.max(1, terminal.getWidth())).forEach(terminal.writer()::println);
    terminal.flush();
  }

  /** Tells whether there is to be another line. */
  private boolean next() throws IOException {
    vocabulary.set(new Vocabulary(session.commands(), new Knowledge(session).gather()));
    String text;
    try {
      text = reader.readLine(prompt());
    } catch (UserInterruptException e) {
      return true;
    } catch (EndOfFileException e) {
      return false;
    }
    // What was pasted may have several.
    for (String line : text.lines().toList()) {
      if (!perform(line)) {
        return false;
      }
    }
    return true;
  }

  private String prompt() {
    AttributedStringBuilder prompt = new AttributedStringBuilder();
    prompt.append("postern", palette.isColoured() ? AttributedStyle.BOLD : AttributedStyle.DEFAULT);
    if (terminal.getWidth() >= NARROW) {
      prompt.append(' ').append(Visible.text(session.workspace().title()));
    } else if (session.workspace().isUnwritten()) {
      prompt.append('*');
    }
    return prompt.append("> ").toAnsi(terminal);
  }

  private boolean perform(String line) throws IOException {
    switch (session.understand(line)) {
      case Session.Step.Nothing nothing -> {
        return true;
      }
      case Session.Step.End end -> {
        return false;
      }
      case Session.Step.Text text -> pages.show(text.text() + System.lineSeparator());
      case Session.Step.Wrong wrong -> say(Visible.text(wrong.why()));
      case Session.Step.Watch watch -> watch(watch.invocation());
      case Session.Step.Run run -> show(run);
    }
    return true;
  }

  private void show(Session.Step.Run run) throws IOException {
    boolean harmless = Session.isHarmless(run.command());
    Optional<Reply> reply = patience.await(() -> session.run(run), harmless);
    if (reply.isEmpty()) {
      say("stopped");
      return;
    }
    String text = shown(reply.get(), run.form());
    if (harmless) {
      pages.show(text);
    } else {
      pages.print(text); // what became of a change stands at its end
    }
  }

  private String shown(Reply reply, WordsParser.Form form) {
    return Shown.of(reply, form, palette, () -> looks.canvas(terminal)).both();
  }

  private void watch(Invocation invocation) throws IOException {
    if (Pages.isPlain(terminal)) {
      pages.show(shown(WatchCommand.once(session, invocation), WordsParser.Form.TEXT));
    } else {
      new WatchScreen(terminal, session, palette).run(invocation);
    }
  }
}
