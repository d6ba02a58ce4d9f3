package org.postern.target.mail;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;

/** What the files are and mean by which a kind of mail servers takes its rules. Pure. */
public interface MailSystem {
  /** What it can do; always the same. */
  Capabilities capabilities();

  /**
   * The files that mean a ruleset, in the order in which they are to be written: first what accepts
   * peers or has a rule judge less, last what has a file of a rule that is gone say nothing. What
   * is there and no rule needs is in its open form, never missing. Pure.
   *
   * @param ruleset rules of mail alone
   * @param present what the folder holds now; of these only the names matter
   */
  MailFiles files(Ruleset ruleset, MailFiles present);

  /**
   * The writes from files to others, where the order in which files are replaced takes more than
   * that of {@link #files}; a file may be written more than once. After each of them a peer that
   * was accepted before and is after is accepted, and none that was not and is not is let in. Pure.
   *
   * @param held what the folder holds, whole
   * @param meant what it is to hold
   * @return empty where the order of {@link #files} serves
   */
  default Optional<List<WriteFile>> way(MailFiles held, MailFiles meant) {
    return Optional.empty();
  }

  /**
   * Whether the mail server goes by files of which it is told, one after the other, so that it has
   * to take each of {@link #way} before the next is written; otherwise it takes all that there is.
   */
  default boolean isTakenEach() {
    return false;
  }

  /**
   * What files mean to the mail server. Pure, and the inverse of {@link #files}: a file whose bytes
   * are others than those that its meaning would be written as is an anomaly.
   */
  Reading read(MailFiles files);

  /**
   * The file of a name of the folder that is one of ours by its name.
   *
   * @return whether {@link #read} is to be given it
   */
  boolean isOurs(String file);

  /**
   * What files mean.
   *
   * @param ruleset of what is understood
   * @param anomalies what no ruleset of ours would be written as, in words that name the file
   */
  record Reading(Ruleset ruleset, List<String> anomalies) {
    public Reading {
      anomalies = List.copyOf(anomalies);
    }
  }
}
