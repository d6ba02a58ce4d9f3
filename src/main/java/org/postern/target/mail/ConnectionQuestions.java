package org.postern.target.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * Asks a mail server that decides when a connection comes in what it decides, address by address;
 * each question is a process.
 */
public final class ConnectionQuestions {
  /** The most intervals that are asked for; of more, evenly spread ones are. */
  public static final int MOST = 500;

  private static final List<Address> LOOPBACK =
      List.of(
          Address.ofBytes(new byte[] {127, 0, 0, 1}),
          Address.ofBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));

  private ConnectionQuestions() {}

  /** A question for one client. */
  public interface Question {
    /**
     * Asks for a client.
     *
     * @return empty where the answer is the intended one; otherwise a sentence on what is wrong
     */
    Optional<String> wrong(Address client) throws IOException;
  }

  /**
   * Asks for the edges of every interval that a rule accepts, what is next to them, and loopback.
   *
   * @param families the families that the system knows
   * @param most how many intervals are asked for
   */
  public static Consumer.Answer ask(
      Ruleset ruleset, Set<Family> families, int most, Question question) throws IOException {
    List<Address> all = new ArrayList<>();
    AnswerTally tally = new AnswerTally();
    for (AccessRule rule : ruleset.rules()) {
      Edges edges = Edges.of(rule.peers(), most);
      tally.part(edges.complete());
      all.addAll(edges.inside());
      all.addAll(edges.outside());
    }
    all.addAll(LOOPBACK);
    for (Address address : all) {
      if (families.contains(address.family())) {
        tally.note(question.wrong(address));
      }
    }
    return tally.answer(0);
  }
}
