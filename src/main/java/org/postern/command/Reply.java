package org.postern.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.address.ByteSink;
import org.postern.host.RecordTree;
import org.postern.picture.Picture;

/**
 * What a command answers.
 *
 * @param exit how it ended
 * @param lines for people, to standard output
 * @param errors for people, to standard error
 * @param pictures for people, drawn below the lines
 * @param content what is too much for lines, to standard output behind them
 * @param tree the same for programs
 */
public record Reply(
    ExitCode exit,
    List<Line> lines,
    List<Line> errors,
    List<Picture> pictures,
    Optional<Content> content,
    Map<String, Object> tree) {
  /** The version of the trees; it grows when a member changes its meaning. */
  public static final int VERSION = 1;

  /** Text that is made while it is written: ASCII, free of control characters but line breaks. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; what the sink throws ends it. */
    void write(ByteSink out);
  }

  /** One of lines and pictures. */
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

  /** The same with other lines for people, to standard output. */
  public Reply withLines(List<Line> other) {
    return new Reply(exit, other, errors, pictures, content, tree);
  }

  /** Returns a copy with other lines for people, to standard error. */
  public Reply withErrors(List<Line> other) {
    return new Reply(exit, lines, other, pictures, content, tree);
  }

  /** Returns a copy with one more member for programs. */
  public Reply with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(tree);
    more.put(name, value);
    return new Reply(exit, lines, errors, pictures, content, more);
  }

  /** Collects a reply. What every reply has for programs is there from the beginning. */
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

    /** Sets what is written behind the lines. */
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
      members.add(tree -> tree.putAll(RecordTree.write(document)));
      return this;
    }

    /** Takes out a member that cannot be told. */
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
