package org.postern.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.plan.TargetOption;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.Loader;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.SourceText;

/** Policies on disk: a file, or a folder with {@code policy.yaml} and {@code policy.lock}. */
public final class PolicyFiles implements Loader {
  /** Nobody writes a larger policy; lists belong into list files. */
  private static final int LIMIT = 16 * 1024 * 1024;

  private final PolicyParser parser;
  private final Map<String, Map<String, TargetOption>> options;
  private final Optional<Map<String, String>> sent;
  private final Map<Path, String> instead;

  /**
   * For these targets.
   *
   * @param targets the names that a policy may bind, with their options and the values of those
   */
  public PolicyFiles(Map<String, Map<String, TargetOption>> targets) {
    this(new PolicyParser(targets.keySet()), targets, Optional.empty(), Map.of());
  }

  /**
   * For these targets, each with the interfaces that it can have.
   *
   * @param interfaces by target, {@code auto} among them
   */
  public PolicyFiles(
      Map<String, Map<String, TargetOption>> targets, Map<String, InterfaceNames> interfaces) {
    this(new PolicyParser(interfaces), targets, Optional.empty(), Map.of());
  }

  private PolicyFiles(
      PolicyParser parser,
      Map<String, Map<String, TargetOption>> targets,
      Optional<Map<String, String>> sent,
      Map<Path, String> instead) {
    this.parser = parser;
    this.options = Map.copyOf(targets);
    this.sent = sent;
    this.instead = Map.copyOf(instead);
  }

  /** The same, of which the files were sent along; nothing is read from disk. */
  public PolicyFiles sent(List<PolicyText> texts) {
    Map<String, String> all = new LinkedHashMap<>();
    texts.forEach(text -> all.put(text.name(), text.text()));
    return new PolicyFiles(parser, options, Optional.of(all), Map.of());
  }

  /** The same with other texts for some files; all other files are read from disk. */
  public PolicyFiles instead(List<PolicyText> texts) {
    Map<Path, String> all = new LinkedHashMap<>();
    texts.forEach(text -> all.put(absolute(Path.of(text.name())), text.text()));
    return new PolicyFiles(parser, options, Optional.empty(), all);
  }

  /**
   * The texts of a policy, its file first, even if they make no sense; empty when the report says
   * why the file cannot be read.
   */
  public List<PolicyText> texts(Path path, Report report) {
    Map<String, PolicyText> met = new LinkedHashMap<>();
    Path file = policyFile(path);
    Loader recording =
        (including, included) -> {
          Loaded loaded = load(including, included);
          if (loaded instanceof Loaded.Text text) {
            met.putIfAbsent(text.name(), new PolicyText(text.name(), text.text()));
          }
          return loaded;
        };
    if (read(file) instanceof Loaded.Text text) {
      met.put(text.name(), new PolicyText(text.name(), text.text()));
      parse(parser, text.name(), text.text(), recording, report);
    } else {
      parse(path, report);
    }
    return List.copyOf(met.values());
  }

  /** The text of a lockfile; that it cannot be read goes to the report. */
  public Optional<PolicyText> lockfile(Path file, Report report) {
    return switch (read(file)) {
      case Loaded.Text text -> Optional.of(new PolicyText(text.name(), text.text()));
      case Loaded.Missing missing -> {
        report.add(
            Code.FILE_MISSING,
            Span.wholeFile(file.toString()),
            "the lockfile cannot be read: " + missing.reason(),
            "write one with: postern lock -o " + file);
        yield Optional.empty();
      }
    };
  }

  /** Reads and parses; empty when the report has errors. */
  public Optional<Policy> parse(Path path, Report report) {
    Path file = sent.isPresent() ? path : policyFile(path);
    return switch (read(file)) {
      case Loaded.Text text -> parse(parser, text.name(), text.text(), this, report);
      case Loaded.Missing missing -> {
        report.add(
            Code.FILE_MISSING,
            Span.wholeFile(file.toString()),
            "the policy cannot be read: " + missing.reason(),
            "name a policy file, or a folder that holds policy.yaml");
        yield Optional.empty();
      }
    };
  }

  /**
   * Parses a text that was accepted before, or came from somewhere else, such as a version control
   * system: a key without effect in it is no mistake, since it is not the text that is to be
   * applied.
   */
  public Optional<Policy> parse(String name, String text, Loader loader, Report report) {
    return parse(parser.lenient(), name, text, loader, report);
  }

  private Optional<Policy> parse(
      PolicyParser parser, String name, String text, Loader loader, Report report) {
    Optional<Policy> policy = parser.parse(name, text, loader, report);
    OptionCheck check = new OptionCheck(options, report);
    policy.ifPresent(check::check);
    return policy.filter(parsed -> !report.hasErrors());
  }

  /** The lockfile that belongs to a policy, if it is there. */
  public static Optional<Path> lockOf(Path path) {
    Path lock = path.resolve("policy.lock");
    return Files.isDirectory(path) && Files.exists(lock) ? Optional.of(lock) : Optional.empty();
  }

  /** The file that is meant by a path. */
  public static Path policyFile(Path path) {
    return Files.isDirectory(path) ? path.resolve("policy.yaml") : path;
  }

  @Override
  public Loaded load(String includingFile, String path) {
    return read(Path.of(includingFile).resolveSibling(path).normalize());
  }

  private Loaded read(Path file) {
    String other = instead.get(absolute(file));
    if (other != null) {
      return new Loaded.Text(file.toString(), other);
    }
    return sent.isPresent() ? sent(file) : readFromDisk(file);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private Loaded sent(Path file) {
    String text = sent.orElseThrow().get(file.toString());
    return text == null
        ? new Loaded.Missing("it was not sent along")
        : new Loaded.Text(file.toString(), text);
  }

  private static Loaded readFromDisk(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LIMIT + 1);
      return content.length > LIMIT
          ? new Loaded.Missing("it is larger than " + LIMIT + " bytes")
          : new Loaded.Text(file.toString(), SourceText.decode(content));
    } catch (NoSuchFileException e) {
      return new Loaded.Missing("there is no such file");
    } catch (AccessDeniedException e) {
      return new Loaded.Missing("no right to read it");
    } catch (IOException e) {
      return new Loaded.Missing(Files.isDirectory(file) ? "it is a folder" : "it is unreadable");
    }
  }
}
