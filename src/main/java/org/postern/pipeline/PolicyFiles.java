package org.postern.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.Loader;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.SourceText;

/** Policies on disk: a file, or a folder with {@code policy.yaml} and {@code policy.lock}. */
public final class PolicyFiles implements Loader {
  /** Nobody writes a larger policy; lists belong into list files. */
  private static final int LIMIT = 16 * 1024 * 1024;

  private final PolicyParser parser;
  private final Map<String, Map<String, Set<String>>> options;

  /**
   * For these targets.
   *
   * @param targets the names that a policy may bind, with their options and the values of those
   */
  public PolicyFiles(Map<String, Map<String, Set<String>>> targets) {
    this.parser = new PolicyParser(targets.keySet());
    this.options = Map.copyOf(targets);
  }

  /** Reads and parses; empty when the report has errors. */
  public Optional<Policy> parse(Path path, Report report) {
    Path file = policyFile(path);
    return switch (read(file)) {
      case Loaded.Text text -> parse(text.name(), text.text(), this, report);
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

  /** Parses a text that came from somewhere else, such as a version control system. */
  public Optional<Policy> parse(String name, String text, Loader loader, Report report) {
    Optional<Policy> policy = parser.parse(name, text, loader, report);
    policy.ifPresent(parsed -> parsed.targets().forEach(target -> checkOptions(target, report)));
    return policy.filter(parsed -> !report.hasErrors());
  }

  private void checkOptions(TargetBinding target, Report report) {
    Map<String, Set<String>> known = options.getOrDefault(target.name(), Map.of());
    target
        .options()
        .forEach(
            (option, value) -> {
              Set<String> values = known.getOrDefault(option, Set.of());
              if (!values.contains(value)) {
                report.add(
                    Code.BAD_OPTION,
                    target.span(),
                    "%s has no option %s: %s".formatted(target.name(), option, value),
                    known.isEmpty()
                        ? "write the name alone: it has no options"
                        : "its options are " + listed(known));
              }
            });
  }

  private static String listed(Map<String, Set<String>> options) {
    return new TreeMap<>(options)
        .entrySet().stream()
            .map(
                one ->
                    one.getKey() + " (" + String.join(" or ", new TreeSet<>(one.getValue())) + ")")
            .collect(Collectors.joining(", "));
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

  private static Loaded read(Path file) {
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
