package org.postern.source.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
import org.postern.policy.FileSource;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.KnownLists;
import org.postern.source.ListFile;
import org.postern.source.Question;
import org.postern.source.Resolver;
import org.postern.source.TableSink;

/** Reads lists of this host. A list that cannot be read is no information, never an empty list. */
public final class ListFileResolver implements Resolver<FileSource> {
  /** Lists are read anew at every run; nothing waits for this. */
  private static final Duration TTL = Duration.ofMinutes(1);

  private final OwnFolder folder;
  private final KnownLists known;

  /**
   * Makes the resolver of one policy.
   *
   * @param folder the folder of the policy: of lists outside of it nothing is quoted
   * @param known a list that is known is not read entry by entry
   */
  public ListFileResolver(OwnFolder folder, KnownLists known) {
    this.folder = folder;
    this.known = known;
  }

  @Override
  public Map<Question, Answer> resolve(List<FileSource> sources, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (FileSource source : sources) {
      read(source, report)
          .forEach((family, answer) -> answers.put(new Question(source.id(), family), answer));
    }
    return answers;
  }

  private Map<Family, Answer> read(FileSource source, Report report) {
    ListFile list = new ListFile(source.resolvedPath(), source.form());
    try {
      Optional<String> obstacle = list.obstacle();
      if (obstacle.isPresent()) {
        return both(none(Answer.Cause.NO_LIST, source, obstacle.get()));
      }
      Optional<Map<Family, EntryTable>> before =
          list.isLarge() ? known.named(source.id(), list.name()) : Optional.empty();
      return before.isPresent() ? answers(before.get()) : readEntries(source, list, report);
    } catch (NoSuchFileException e) {
      return both(none(Answer.Cause.MISSING, source, "does not exist"));
    } catch (AccessDeniedException e) {
      return both(none(Answer.Cause.FORBIDDEN, source, "may not be read: the right is missing"));
    } catch (IOException e) {
      return both(none(Answer.Cause.UNREADABLE, source, "cannot be read"));
    }
  }

  /** A list of which nothing is to be said is named, so that it need not be read again. */
  private Map<Family, Answer> readEntries(FileSource source, ListFile list, Report report)
      throws IOException {
    Report mistakes = new Report();
    TableSink entries = new TableSink();
    String name = list.read(folder.holds(Path.of(source.resolvedPath())), entries, mistakes);
    report.addAll(mistakes);
    if (mistakes.hasErrors()) {
      return both(none(Answer.Cause.UNREADABLE, source, "has mistakes"));
    }
    Map<Family, EntryTable> tables = entries.tables();
    if (mistakes.diagnostics().isEmpty()) {
      tables.replaceAll((_, table) -> table.readFrom(name));
    }
    return answers(tables);
  }

  private static Map<Family, Answer> answers(Map<Family, EntryTable> tables) {
    Map<Family, Answer> answers = new LinkedHashMap<>();
    tables.forEach(
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

  private static Answer none(Answer.Cause cause, FileSource source, String what) {
    return new Answer.NoInformation(cause, "the list " + source.resolvedPath() + " " + what);
  }
}
