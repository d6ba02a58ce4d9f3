package org.postern.target.mail;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;

/**
 * The files from which a kind of mail server takes its rules: how rules are written and read. Pure.
 */
public interface MailSystem {
  /** Returns what the system can do; always the same. */
  Capabilities capabilities();

  /**
   * Returns the files of a ruleset in the order in which they are to be written: first those that
   * accept peers or let a rule judge less, last those that no rule needs any more. A present file
   * that no rule needs is written in its open form, which judges nothing; it is never left out.
   * Pure.
   *
   * @param ruleset rules of mail alone
   * @param present the files that the folder holds now, of which only the names matter
   */
  MailFiles files(Ruleset ruleset, MailFiles present);

  /**
   * Returns the writes from held files to others, where the order of {@link #files} does not
   * suffice; a file may be written more than once. After each write, a peer that is accepted both
   * before and after the change is accepted, and a peer that is accepted neither before nor after
   * is not. Pure.
   *
   * @param held all files in the folder
   * @param meant the rules that it should hold
   * @return empty where the order of {@link #files} suffices
   */
  default Optional<List<WriteFile>> way(MailFiles held, MailFiles meant) {
    return Optional.empty();
  }

  /**
   * Tells whether the mail server has to take over each write of {@link #way} before the next,
   * because it uses a file only after it is told of it; otherwise it takes over all files at once.
   */
  default boolean isTakenEach() {
    return false;
  }

  /**
   * Reads what files mean to the mail server. Pure, and the inverse of {@link #files}: a file whose
   * bytes differ from those that would be written for its meaning is an anomaly.
   */
  Reading read(MailFiles files);

  /**
   * Tells whether a file of the folder is ours by its name, so that {@link #read} has to be given
   * it.
   */
  boolean isOurs(String file);

  /**
   * The meaning of files.
   *
   * @param ruleset the rules that are understood
   * @param missing the files that these rules need and that are not there, in words that begin with
   *     the file
   * @param altered the names of the files that do not hold what we write for these rules
   */
  record Reading(Ruleset ruleset, List<String> missing, List<String> altered) {
    public Reading {
      missing = List.copyOf(missing);
      altered = List.copyOf(altered);
    }

    /** Returns all differences from what we write for these rules, in words that name the file. */
    public List<String> anomalies() {
      return anomalies("is not as it was written");
    }

    /** Returns all differences, with these words about a file that is altered. */
    List<String> anomalies(String aboutAltered) {
      return Stream.concat(
              missing.stream(), altered.stream().map(file -> file + " " + aboutAltered))
          .toList();
    }
  }
}
