package org.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.host.Version;

/** Writes the pages of the manual, for packages of the program: {@code man-pages}. */
final class ManualCommand {
  private static final String NAME = "man-pages";

  private final Supplier<List<Command>> table;

  private ManualCommand(Supplier<List<Command>> table) {
    this.table = table;
  }

  /**
   * Returns the row of the command table.
   *
   * @param table all commands
   */
  static Command row(Supplier<List<Command>> table) {
    return new Command(
        NAME,
        "",
        List.of(
            Parameter.required("DIR", "the folder to write the pages to"),
            Parameter.optional("DATE", "at the foot of each page, such as 2026-11-22")),
        List.of(),
        "postern man-pages man",
        new ManualCommand(table)::run);
  }

  private Reply run(Invocation invocation) throws IOException {
    Path folder = Path.of(invocation.word(0).orElse("."));
    Files.createDirectories(folder);
    Reply.Builder reply = new Reply.Builder(NAME);
    for (ManualPage page : pages(table.get(), invocation.word(1).orElse(""))) {
      Files.writeString(folder.resolve(page.file()), page.text());
      reply.line(page.file());
    }
    return reply.build();
  }

  /** Returns all pages: of the program, of each command, and of the files that it reads. */
  static List<ManualPage> pages(List<Command> commands, String date) throws IOException {
    String source = "postern " + Version.text();
    List<ManualPage> pages = CommandPages.of(Place.shown(commands), date, source);
    pages.addAll(SchemaPages.of(date, source));
    return pages;
  }
}
