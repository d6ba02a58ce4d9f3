package org.postern.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.postern.command.Asker;
import org.postern.diagnostic.Visible;

/** Asks questions on the terminal of the process, one line each; it is opened with the first. */
final class Questions implements Asker {
  @Override
  public void tell(List<String> lines) {
    with(
        terminal -> {
          lines.forEach(line -> terminal.writer().println(Visible.text(line)));
          terminal.flush();
          return Optional.empty();
        });
  }

  @Override
  public Optional<String> ask(String question, String proposal) {
    String prompt = question + (proposal.isEmpty() ? "" : " [" + proposal + "]") + ": ";
    return with(
        terminal -> {
          LineReader reader =
              LineReaderBuilder.builder()
                  .terminal(terminal)
                  .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                  .build();
          try {
            return Optional.of(reader.readLine(Visible.text(prompt)));
          } catch (UserInterruptException | EndOfFileException _) {
            return Optional.empty();
          }
        });
  }

  /** A use of the terminal, which is as it was before and after. */
  @FunctionalInterface
  private interface Use {
    Optional<String> of(Terminal terminal);
  }

  private static Optional<String> with(Use use) {
    try (Terminal terminal = ShellCommand.terminal()) {
      return use.of(terminal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
