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
   * What it leaves of rules, and what rules do to users because of it.
   *
   * @throws IOException when it cannot be read, in words
   */
  List<Effect> effects(Ruleset ruleset) throws IOException;

  /** What lets peers past rules, or refuses them before. */
  List<Observation.Foreign> foreign(Ruleset ruleset) throws IOException;

  /** The lines to add to it, merged with what stands there. */
  HookLines hook(Ruleset ruleset) throws IOException;

  /**
   * The names of the files of ours that it names: without one of them the mail server refuses all
   * mail.
   *
   * @throws IOException when it cannot be read, in words
   */
  Set<String> named() throws IOException;

  /** Changes whenever it may have changed; cheap. */
  String token();
}
