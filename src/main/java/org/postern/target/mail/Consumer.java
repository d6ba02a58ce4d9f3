package org.postern.target.mail;

import java.io.IOException;
import java.util.List;
import org.postern.plan.Ruleset;

/** Has the mail server read its files and asks it what they mean to it. Needs root. */
public interface Consumer {
  /**
   * Has the mail server take the files as they are now, so that sessions that begin from now on are
   * judged by them. Does nothing where the mail server reads them for each recipient.
   *
   * @throws IOException when it cannot be told to, in words
   */
  void take() throws IOException;

  /**
   * Asks the mail server for both edges of every interval that a rule accepts and for the addresses
   * next to them.
   *
   * @param ruleset the meaning of the files
   * @throws IOException when it does not answer, in words
   */
  Answer ask(Ruleset ruleset) throws IOException;

  /**
   * The answer of the mail server.
   *
   * @param asked how many questions it was asked
   * @param complete whether these were all: both edges of every interval and what is next to them
   * @param wrong the answers that differ from the ruleset, a sentence each, the first few
   * @param older the number of processes that began before the files were taken and still serve a
   *     session
   */
  record Answer(long asked, boolean complete, List<String> wrong, int older) {
    public Answer {
      wrong = List.copyOf(wrong);
    }
  }
}
