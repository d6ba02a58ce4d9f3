package org.postern.target.windows.exchange;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Ports;
import org.postern.target.Artifact;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.Script;

/** The scripts of one kind of connector. */
interface ConnectorScripts {
  /**
   * Brings the connector to a ruleset, as often as it is run.
   *
   * @param knowledge the facts for a script that is carried elsewhere; empty for one that runs here
   */
  Script apply(Ruleset ruleset, Optional<Knowledge> knowledge);

  /** Returns the steps that go with it into a folder. */
  List<Artifact.Step> companions();

  /** Returns what the user should know of a script that is carried elsewhere. */
  List<String> notes(Ruleset ruleset, Knowledge known);

  /** Returns the meaning of a connector. */
  Meaning meaning();

  /** A rule of a name, of ports and of peers that the connector takes mail from. */
  interface Meaning {
    /** Returns the rule that a connector is. */
    AccessRule rule(String name, Ports ports, AddressSet peers);
  }
}
