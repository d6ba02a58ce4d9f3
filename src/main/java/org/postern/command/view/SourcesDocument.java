package org.postern.command.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.address.Family;
import org.postern.host.RecordTree;

/** The sources of a policy, and what each of them said. */
public record SourcesDocument(List<Source> sources) {
  public SourcesDocument {
    sources = List.copyOf(sources);
  }

  /**
   * A source.
   *
   * @param set the set that it is of
   * @param source the source, in the words of the policy
   * @param kind the word of the policy language for what it is
   * @param line the place in the policy, with the file
   * @param label the label of a literal; empty for another source
   * @param until the last day of a literal, where it has one
   * @param halves the answers for each family; none for a source that is not asked
   */
  public record Source(
      String set,
      String source,
      String kind,
      String line,
      Optional<String> label,
      Optional<LocalDate> until,
      List<Half> halves) {
    public Source {
      halves = List.copyOf(halves);
    }
  }

  /** The last result of a source. */
  public enum Result {
    /** The source was not asked yet. */
    UNKNOWN,
    /** The source named entries. */
    DATA,
    /** The source said that there are none. */
    ABSENT,
    /** The source gave no information. */
    NONE
  }

  /**
   * An answer.
   *
   * @param entries the number of entries that it names
   * @param at the time when it came
   * @param server the server that gave it; empty for what no server is asked for
   * @param via the names that led there
   * @param ttlLeft the time for which it is good, in seconds; negative once it is not; empty
   *     without a server
   */
  public record Answer(
      int entries, Instant at, String server, List<String> via, OptionalLong ttlLeft) {
    public Answer {
      via = List.copyOf(via);
    }
  }

  /**
   * The answers of a source for one family.
   *
   * @param why the reason why it gave no information; empty when it did
   * @param last the last answer; empty where there was none
   * @param fading the number of entries that answers no longer name
   * @param held the number of entries whose removal is held
   * @param failures the number of failures since; empty where no daemon counts
   * @param next the time when it is asked again; empty where no daemon asks
   */
  public record Half(
      Family family,
      Result result,
      Optional<String> why,
      @RecordTree.Inline Optional<Answer> last,
      int fading,
      int held,
      Optional<Integer> failures,
      Optional<Instant> next) {}
}
