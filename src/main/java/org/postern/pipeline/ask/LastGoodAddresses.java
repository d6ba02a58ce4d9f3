package org.postern.pipeline.ask;

import java.io.IOException;
import java.util.List;
import org.postern.source.KnownAddresses;
import org.postern.source.LastGood;
import org.postern.state.StateStore;

/** What was learned before, as far as it came into force. */
public record LastGoodAddresses(StateStore store) implements KnownAddresses {
  /** A state that cannot be read knows nothing; who needs it says what is wrong with it. */
  @Override
  public List<LastGood> lastGood(String source) {
    try {
      return store.runState().guards().lastGood().stream()
          .filter(one -> one.key().source().equals(source))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
