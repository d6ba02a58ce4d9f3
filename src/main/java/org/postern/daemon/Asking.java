package org.postern.daemon;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.pipeline.Accepted;
import org.postern.source.Answer;
import org.postern.source.Question;

/** Asks sources while the daemon goes on; the answers come to its loop. */
interface Asking {
  /**
   * Begins to ask.
   *
   * @param then is given the answers on the thread of the loop
   */
  void ask(Accepted accepted, Set<Question> questions, Consumer<Map<Question, Answer>> then);
}
