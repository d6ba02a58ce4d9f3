package org.postern.pipeline;

import java.util.Map;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.Question;

/** Gets an answer for every half of every source of a policy. */
public interface Asker {
  /**
   * Asks the sources of a policy.
   *
   * @param report receives what is wrong in texts of this host, such as list files and lockfiles
   */
  Map<Question, Answer> ask(Policy policy, Report report);
}
