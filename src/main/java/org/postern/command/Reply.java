package org.postern.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.address.ByteSink;
import org.postern.host.RecordTree;
import org.postern.picture.Picture;

/**
 * The result of a command.
 *
 * @param exit how it ended
 * @param lines the lines for people, on standard output
 * @param errors the errors for people, on standard error
 * @param pictures the pictures for people, drawn below the lines
 * @param content text that is too long for lines, on standard output after them
 * @param tree the result for programs, the members of a JSON object
 */
public record Reply(
    ExitCode exit,
    List<Line> lines,
    List<Line> errors,
    List<Picture> pictures,
    Optional<Content> content,
    Map<String, Object> tree) {
  /** The version of {@link #tree}; it grows when a member changes its meaning. */
  public static final int VERSION = 1;

  /**
   * Text that is produced while it is written: ASCII, without control characters other than line
   * feeds.
   */
  @FunctionalInterface
  public interface Content {
    /** Writes the whole text. An exception of the sink is passed on. */
    void write(ByteSink out);
  }

  /** Creates a reply without content. */
  public Reply(
      ExitCode exit,
      List<Line> lines,
      List<Line> errors,
      List<Picture> pictures,
      Map<String, Object> tree) {
    this(exit, lines, errors, pictures, Optional.empty(), tree);
  }

  public Reply {
    lines = List.copyOf(lines);
    errors = List.copyOf(errors);
    pictures = List.copyOf(pictures);
  }

  /** Returns a copy with other lines for people, on standard output. */
  public Reply withLines(List<Line> other) {
    return new Reply(exit, other, errors, pictures, content, tree);
  }

  /** Returns a copy with other lines for people, on standard error. */
  public Reply withErrors(List<Line> other) {
    return new Reply(exit, lines, other, pictures, content, tree);
  }

  /** Returns a copy with one more member for programs. */
  public Reply with(String name, Object value) {
    Map<String, Object> more =
        new LazyTree(List.of(made -> made.putAll(tree), made -> made.put(name, value)));
    return new Reply(exit, lines, errors, pictures, content, more);
  }

  /** Collects a reply. It begins with the members for programs that every reply has. */
  public static final class Builder {
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> errors = new ArrayList<>();
    private final List<Picture> pictures = new ArrayList<>();
    private final List<ExitCode> exits = new ArrayList<>();
    private final List<Consumer<Map<String, Object>>> members = new ArrayList<>();
    private Optional<Content> content = Optional.empty();

    public Builder(String command) {
      put("version", VERSION);
      put("command", command);
      put("changed", false);
      put("degraded", false);
      put("held", List.of());
      put("targets", List.of());
    }

    public Builder line(Line.Style style, String text) {
      lines.add(new Line(style, text));
      return this;
    }

    public Builder line(String text) {
      return line(Line.Style.PLAIN, text);
    }

    public Builder error(Line.Style style, String text) {
      errors.add(new Line(style, text));
      return this;
    }

    public Builder picture(Picture picture) {
      pictures.add(picture);
      return this;
    }

    /** Sets the text that is written after the lines. */
    public Builder content(Content text) {
      content = Optional.of(text);
      return this;
    }

    public Builder put(String name, Object value) {
      members.add(tree -> tree.put(name, value));
      return this;
    }

    /** Adds the members of a document. */
    public Builder document(Record document) {
      return document(() -> document);
    }

    /** Adds the members of a document, which is made only when a program asks for it. */
    public Builder document(Supplier<? extends Record> document) {
      members.add(tree -> tree.putAll(RecordTree.write(document.get())));
      return this;
    }

    /** Removes a member whose value is not known. */
    public Builder unknown(String name) {
      members.add(tree -> tree.remove(name));
      return this;
    }

    public Builder exit(ExitCode code) {
      exits.add(code);
      return this;
    }

    public Reply build() {
      ExitCode exit = ExitCode.first(exits);
      put("exit", exit.number());
      return new Reply(exit, lines, errors, pictures, content, new LazyTree(members));
    }
  }
}
