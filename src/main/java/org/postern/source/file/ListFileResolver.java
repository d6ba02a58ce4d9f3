package org.postern.source.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.host.OwnFolder;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.ListFile;
import org.postern.source.Question;
import org.postern.source.Resolver;

/** Reads lists of this host. A list that cannot be read is no information, never an empty list. */
public final class ListFileResolver implements Resolver<SourceSpec.ListFile> {
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
    ListFile list = new ListFile(source.resolvedPath());
    try {
      Optional<String> obstacle = list.obstacle();
      if (obstacle.isPresent()) {
        return both(none(Answer.Cause.UNREADABLE, source, obstacle.get()));
      }
      Report mistakes = new Report();
      TableSink entries = new TableSink();
      list.read(folder.holds(Path.of(source.resolvedPath())), entries, mistakes);
      report.addAll(mistakes);
      return mistakes.hasErrors()
          ? both(none(Answer.Cause.UNREADABLE, source, "has mistakes"))
          : answers(entries);
    } catch (NoSuchFileException e) {
      return both(none(Answer.Cause.MISSING, source, "does not exist"));
    } catch (IOException e) {
      return both(none(Answer.Cause.UNREADABLE, source, "cannot be read"));
    }
  }

  private static Map<Family, Answer> answers(TableSink entries) {
    Map<Family, Answer> answers = new LinkedHashMap<>();
    entries
        .tables()
        .forEach(
            (family, table) -> answers.put(family, new Answer.Data(table, TTL, List.of(), "")));
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
