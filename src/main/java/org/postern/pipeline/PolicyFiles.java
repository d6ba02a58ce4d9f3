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
import org.postern.host.OwnFolder;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.text.Loader;
import org.postern.policy.parse.text.SourceText;
import org.postern.target.Secrets;

/** Reads policies on disk: a file, or a folder with {@code policy.yaml} and {@code policy.lock}. */
public final class PolicyFiles {
  /** The most bytes of a policy: no real one is larger; lists belong into list files. */
  private static final int LIMIT = 16 * 1024 * 1024;

  private final PolicyParser parser;
  private final Targets targets;
  private final Optional<Map<String, String>> sent;
  private final Map<Path, String> instead;

  /**
   * Creates a reader for these targets.
   *
   * @param targets the targets whose kinds a policy may bind
   */
  public PolicyFiles(Targets targets) {
    this(new PolicyParser(targets.interfaces()), targets, Optional.empty(), Map.of());
  }

  /** Returns a reader for lockfiles, which bind no target. */
  public static PolicyFiles ofNoTarget() {
    return new PolicyFiles(
        new Targets(
            List.of(),
            () -> {
              throw new IllegalStateException("no target is bound");
            },
            Secrets.none()));
  }

  private PolicyFiles(
      PolicyParser parser,
      Targets targets,
      Optional<Map<String, String>> sent,
      Map<Path, String> instead) {
    this.parser = parser;
    this.targets = targets;
    this.sent = sent;
    this.instead = Map.copyOf(instead);
  }

  /** Returns a copy for files that were sent along; nothing is read from disk. */
  public PolicyFiles sent(List<PolicyText> texts) {
    Map<String, String> all = new LinkedHashMap<>();
    texts.forEach(text -> all.put(text.name(), text.text()));
    return new PolicyFiles(parser, targets, Optional.of(all), Map.of());
  }

  /** Returns a copy with other texts for some files; all other files are read from disk. */
  public PolicyFiles instead(List<PolicyText> texts) {
    Map<Path, String> all = new LinkedHashMap<>();
    texts.forEach(text -> all.put(absolute(Path.of(text.name())), text.text()));
    return new PolicyFiles(parser, targets, Optional.empty(), all);
  }

  /**
   * Returns the texts of a policy, its file first, even if they make no sense; empty when the
   * report says why the file cannot be read.
   */
  public List<PolicyText> texts(Path path, Report report) {
    Map<String, PolicyText> met = new LinkedHashMap<>();
    Loader loader = includes(OwnFolder.of(path));
    Loader recording =
        (including, included) -> {
          Loader.Loaded loaded = loader.load(including, included);
          if (loaded instanceof Loader.Loaded.Text text) {
            met.putIfAbsent(text.name(), new PolicyText(text.name(), text.text()));
          }
          return loaded;
        };
    if (policyText(path) instanceof Loader.Loaded.Text text) {
      met.put(text.name(), new PolicyText(text.name(), text.text()));
      parse(false, text, recording, report);
    } else {
      parse(path, report);
    }
    return List.copyOf(met.values());
  }

  /** Reads the text of a lockfile; that it cannot be read goes to the report. */
  public Optional<PolicyText> lockfile(Path file, Report report) {
    return switch (read(file)) {
      case Loader.Loaded.Text text -> Optional.of(new PolicyText(text.name(), text.text()));
      case Loader.Loaded.Missing missing -> {
        report.add(
            missing.code(Code.FILE_MISSING),
            Span.wholeFile(file.toString()),
            "the lockfile cannot be read: " + missing.reason(),
            missing.fix("write one with: postern lock -o " + file));
        yield Optional.empty();
      }
    };
  }

  /** Reads and parses; empty when the report has errors. */
  public Optional<Policy> parse(Path path, Report report) {
    return switch (policyText(path)) {
      case Loader.Loaded.Text text -> parse(false, text, includes(OwnFolder.of(path)), report);
      case Loader.Loaded.Missing missing -> {
        report.add(
            missing.code(Code.FILE_MISSING),
            Span.wholeFile((sent.isPresent() ? path : policyFile(path)).toString()),
            "the policy cannot be read: " + missing.reason(),
            missing.fix("name a policy file, or a folder that holds policy.yaml"));
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
    return parse(true, new Loader.Loaded.Text(name, text), loader, report);
  }

  private Optional<Policy> parse(
      boolean accepted, Loader.Loaded.Text text, Loader loader, Report report) {
    Report found = new Report();
    PolicyParser chosen = accepted ? parser.lenient() : parser;
    Optional<Policy> policy = chosen.parse(text, loader, found);
    policy.ifPresent(parsed -> new TargetCheck(targets, parsed, found).run(accepted));
    report.addAll(found);
    return policy.filter(parsed -> !report.hasErrors());
  }

  /** Returns the lockfile that belongs to a policy, if it is there. */
  public static Optional<Path> lockOf(Path path) {
    Path lock = path.resolve("policy.lock");
    return Files.isDirectory(path) && Files.exists(lock) ? Optional.of(lock) : Optional.empty();
  }

  /** Returns the file that is meant by a path. */
  public static Path policyFile(Path path) {
    return Files.isDirectory(path) ? path.resolve("policy.yaml") : path;
  }

  /**
   * Reads the policy file. The caller named a file, or a folder in which it was found: then it may
   * be quoted only if it really lies there.
   */
  private Loader.Loaded policyText(Path path) {
    if (sent.isPresent() || !Files.isDirectory(path)) {
      return read(path);
    }
    return within(OwnFolder.of(path), policyFile(path));
  }

  /**
   * Returns a loader of what a policy includes; files that lie outside of its folder may not be
   * quoted.
   */
  private Loader includes(OwnFolder folder) {
    return (includingFile, path) ->
        PolicyText.isShipped(path)
            ? shipped(path)
            : within(folder, Path.of(includingFile).resolveSibling(path).normalize());
  }

  /** Loads a shipped ruleset; one that a caller sent is of the version of the caller. */
  private Loader.Loaded shipped(String name) {
    return sent.isPresent() ? sent(name) : ShippedRuleset.load(name);
  }

  private Loader.Loaded within(OwnFolder folder, Path file) {
    return switch (read(file)) {
      case Loader.Loaded.Text text ->
          new Loader.Loaded.Text(text.name(), text.text(), folder.holds(file));
      case Loader.Loaded.Missing missing -> missing;
    };
  }

  private Loader.Loaded read(Path file) {
    String other = instead.get(absolute(file));
    if (other != null) {
      return new Loader.Loaded.Text(file.toString(), other);
    }
    return sent.isPresent() ? sent(file.toString()) : readFromDisk(file);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private Loader.Loaded sent(String name) {
    String text = sent.orElseThrow().get(name);
    return text == null
        ? new Loader.Loaded.Missing("it was not sent along")
        : new Loader.Loaded.Text(name, text);
  }

  private static Loader.Loaded readFromDisk(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LIMIT + 1);
      return content.length > LIMIT
          ? new Loader.Loaded.Missing("it is larger than " + LIMIT + " bytes")
          : new Loader.Loaded.Text(file.toString(), SourceText.decode(content));
    } catch (NoSuchFileException e) {
      return new Loader.Loaded.Missing("there is no such file");
    } catch (AccessDeniedException e) {
      return new Loader.Loaded.Missing("no right to read it", true);
    } catch (IOException e) {
      return new Loader.Loaded.Missing(
          Files.isDirectory(file) ? "it is a folder" : "it is unreadable");
    }
  }
}
