package org.postern.pipeline.ask;

import java.io.IOException;
import java.util.List;
import org.postern.source.KnownAddresses;
import org.postern.source.LastGood;
import org.postern.state.StateStore;

/** The addresses that were learned before, as far as they came into force. */
public record LastGoodAddresses(StateStore store) implements KnownAddresses {
  /**
   * Returns the last good answers of a source; none where the state cannot be read: the commands
   * that need it say what is wrong with it.
   */
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
