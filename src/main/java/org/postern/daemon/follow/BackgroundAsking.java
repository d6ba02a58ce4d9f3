package org.postern.daemon.follow;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.daemon.loop.Loop;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Pipeline;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.Question;

/** Asks on threads of its own, and brings the answers to the loop. */
public final class BackgroundAsking implements Asking {
  /** Names that are slow do not keep others waiting, and yet there is an end to it. */
  private static final int AT_ONCE = 4;

  private final Pipeline pipeline;
  private final Loop loop;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public BackgroundAsking(Pipeline pipeline, Loop loop) {
    this.pipeline = pipeline;
    this.loop = loop;
  }

  @Override
  public void ask(
      Accepted accepted, Set<Question> questions, Consumer<Map<Question, Answer>> then) {
    Thread.ofVirtual()
        .name("asking")
        .start(
            () -> {
              Map<Question, Answer> answers = answers(accepted, questions);
              loop.post(() -> then.accept(answers));
            });
  }

  /** A look that goes wrong is given up, and another one begins later. */
  @Override
  public void look(Supplier<HeardDomains> looking, Consumer<HeardDomains> then) {
    Thread.ofVirtual()
        .name("looking at domains")
        .start(
            () -> {
              places.acquireUninterruptibly();
              try {
                HeardDomains found = looking.get();
                loop.post(() -> then.accept(found));
              } finally {
                places.release();
              }
            });
  }

  /** Asks the questions. A fault here is no information; the questions come again. */
  private Map<Question, Answer> answers(Accepted accepted, Set<Question> questions) {
    places.acquireUninterruptibly();
    try {
      return pipeline.asker().ask(accepted, questions, new Report());
    } catch (RuntimeException | StackOverflowError e) {
      return Map.of();
    } finally {
      places.release();
    }
  }
}
