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
   * @param set that it is of
   * @param source its words in the policy
   * @param kind the word of the policy language for what it is
   * @param line where it is in the policy, with the file
   * @param label of a literal; empty for another source
   * @param until the last day of a literal, where it has one
   * @param halves what it said of each family; none for a source that is not asked
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

  /** What was last heard. */
  public enum Result {
    /** The source was not asked yet. */
    UNKNOWN,
    /** It named entries. */
    DATA,
    /** It said that there are none. */
    ABSENT,
    /** It gave no information. */
    NONE
  }

  /**
   * An answer.
   *
   * @param entries how many it names
   * @param at when it came
   * @param server that gave it; empty for what no server is asked for
   * @param via the names that led there
   * @param ttlLeft how long it is good, in seconds; negative once it is not; empty without a server
   */
  public record Answer(
      int entries, Instant at, String server, List<String> via, OptionalLong ttlLeft) {
    public Answer {
      via = List.copyOf(via);
    }
  }

  /**
   * What a source said of one family.
   *
   * @param why it gave no information; empty when it did
   * @param last the last answer; empty where there was none
   * @param fading entries that answers no longer name
   * @param held entries whose removal is held
   * @param failures how often it failed since; empty where no daemon counts
   * @param next when it is asked again; empty where no daemon asks
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
