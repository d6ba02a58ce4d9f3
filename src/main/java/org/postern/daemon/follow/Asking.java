package org.postern.daemon.follow;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.pipeline.Accepted;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.Question;

/** Asks sources while the daemon goes on; the answers come to its loop. */
public interface Asking {
  /**
   * Begins to ask.
   *
   * @param then is given the answers on the thread of the loop
   */
  void ask(Accepted accepted, Set<Question> questions, Consumer<Map<Question, Answer>> then);

  /**
   * Begins to look at mail domains; here and now, unless there is another thread for it.
   *
   * @param then is given what was heard, on the thread of the loop
   */
  default void look(Supplier<HeardDomains> looking, Consumer<HeardDomains> then) {
    then.accept(looking.get());
  }
}
