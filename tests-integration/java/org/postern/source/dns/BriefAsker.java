package org.postern.source.dns;

import java.time.Duration;

/** Asks like {@link Asker}, where no answer comes before the deadline. */
final class BriefAsker {
  private BriefAsker() {}

  /**
   * Prints one answer for each line.
   *
   * @param args the server's address, then names
   */
  public static void main(String[] args) throws InterruptedException {
    Asker.ask(Asker.SETTINGS.withDeadline(Duration.ofSeconds(10)), args);
  }
}
