package org.postern.target.mail;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;

/** The configuration of a mail server, which names our files in lines that are added once. */
public interface Configuration {
  /**
   * Returns what the configuration leaves of rules, and what rules do to users because of it.
   *
   * @throws IOException when it cannot be read, in words
   */
  List<Effect> effects(Ruleset ruleset) throws IOException;

  /** Returns what lets peers past rules, or refuses them before. */
  List<Observation.Foreign> foreign(Ruleset ruleset) throws IOException;

  /** Returns the lines to add to it, merged with what stands there. */
  HookLines hook(Ruleset ruleset) throws IOException;

  /**
   * Returns the names of the files of ours that it names: without one of them the mail server
   * refuses all mail.
   *
   * @throws IOException when it cannot be read, in words
   */
  Set<String> named() throws IOException;

  /**
   * Returns those of the mail server's own files that are older than the files they are made of, in
   * words that name them, where this process can have them made anew.
   *
   * @throws IOException when that cannot be seen, in words
   */
  default List<String> untaken() throws IOException {
    return List.of();
  }

  /** Returns a token that changes whenever the configuration may have changed; cheap. */
  String token();
}
