package org.postern.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.host.OwnFolder;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.ListFileParser;
import org.postern.policy.parse.Loader;
import org.postern.policy.parse.SourceText;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.Question;
import org.postern.source.Resolver;

/** Reads lists of this host. A list that cannot be read is no information, never an empty list. */
public final class ListFileResolver implements Resolver<SourceSpec.ListFile> {
  /** A million lines of addresses are 16 MB. */
  private static final long LIMIT = 256L * 1024 * 1024;

  /** Lists are read anew at every run; nothing waits for this. */
  private static final Duration TTL = Duration.ofMinutes(1);

  private final OwnFolder folder;

  /**
   * For one policy.
   *
   * @param folder that of the policy: of lists outside of it nothing is quoted
   */
  public ListFileResolver(OwnFolder folder) {
    this.folder = folder;
  }

  @Override
  public Map<Question, Answer> resolve(List<SourceSpec.ListFile> sources, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (SourceSpec.ListFile source : sources) {
      read(source, report)
          .forEach((family, answer) -> answers.put(new Question(source.id(), family), answer));
    }
    return answers;
  }

  private Map<Family, Answer> read(SourceSpec.ListFile source, Report report) {
    Path path = Path.of(source.resolvedPath());
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return both(none(Answer.Cause.UNREADABLE, source, "is not a regular file"));
      }
      if (Files.size(path) > LIMIT) {
        return both(none(Answer.Cause.UNREADABLE, source, "is larger than " + LIMIT + " bytes"));
      }
      String text = SourceText.decode(Files.readAllBytes(path));
      Report mistakes = new Report();
      List<ListFileParser.ListLine> lines =
          ListFileParser.parse(
              new Loader.Loaded.Text(source.resolvedPath(), text, folder.holds(path)), mistakes);
      report.addAll(mistakes);
      return mistakes.hasErrors()
          ? both(none(Answer.Cause.UNREADABLE, source, "has mistakes"))
          : answers(lines);
    } catch (NoSuchFileException e) {
      return both(none(Answer.Cause.MISSING, source, "does not exist"));
    } catch (IOException e) {
      return both(none(Answer.Cause.UNREADABLE, source, "cannot be read"));
    }
  }

  private static Map<Family, Answer> answers(List<ListFileParser.ListLine> lines) {
    Map<Family, Answer> answers = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      List<Entry> entries = new ArrayList<>();
      for (ListFileParser.ListLine line : lines) {
        if (line.interval().first().family() == family) {
          entries.add(new Entry(line.interval(), line.label(), line.line()));
        }
      }
      answers.put(family, new Answer.Data(entries, TTL, List.of(), ""));
    }
    return answers;
  }

  private static Map<Family, Answer> both(Answer answer) {
    Map<Family, Answer> answers = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      answers.put(family, answer);
    }
    return answers;
  }

  private static Answer none(Answer.Cause cause, SourceSpec.ListFile source, String what) {
    return new Answer.NoInformation(cause, "the list " + source.resolvedPath() + " " + what);
  }
}
