package org.postern.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.postern.state.Generation;

/**
 * The reason why a generation comes to be.
 *
 * @param kind the cause of the generation
 * @param why the reason as the operator gave it; empty when he gave none
 * @param trial the time for which it may stay unconfirmed; empty when it need not be confirmed
 */
public record Occasion(Generation.Kind kind, String why, Optional<Duration> trial) {
  public static Occasion applied(Request request) {
    return new Occasion(Generation.Kind.APPLIED, request.why(), request.confirm());
  }

  public static Occasion refreshed() {
    return new Occasion(Generation.Kind.REFRESHED, "", Optional.empty());
  }

  public static Occasion returned(String why) {
    return new Occasion(Generation.Kind.RETURNED, why, Optional.empty());
  }
}
