package org.postern.pipeline;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.postern.host.CommandRunner;
import org.postern.host.Connections;
import org.postern.host.InvokerConnections;
import org.postern.host.Progress;
import org.postern.source.PeerNames;
import org.postern.state.StateStore;

/**
 * What a pipeline is made of; tests put their own parts in.
 *
 * @param files reads policies
 * @param asker asks sources
 * @param literals answers only what stands in the policy itself
 * @param local answers that and what list files of this host say
 * @param store the state
 * @param targets the known kinds of targets, and what is open of them
 * @param programs runs other programs of the host
 * @param connections who is connected
 * @param surroundings what a change could cut this host off from
 * @param clock what time it is
 * @param who runs this
 * @param boot names the run of the machine: another one after each start
 * @param progress who watches
 */
public record Parts(
    PolicyFiles files,
    Asker asker,
    Asker literals,
    Asker local,
    StateStore store,
    Targets targets,
    CommandRunner programs,
    Connections connections,
    Surroundings surroundings,
    InstantSource clock,
    String who,
    Supplier<String> boot,
    Progress progress) {
  /** What looks at mail domains. */
  public DomainAsker domains() {
    return new DomainAsker(surroundings.mail(), clock);
  }

  /** The same without progress. */
  public Parts(
      PolicyFiles files,
      Asker asker,
      Asker literals,
      Asker local,
      StateStore store,
      Targets targets,
      CommandRunner programs,
      Connections connections,
      Surroundings surroundings,
      InstantSource clock,
      String who,
      Supplier<String> boot) {
    this(
        files,
        asker,
        literals,
        local,
        store,
        targets,
        programs,
        connections,
        surroundings,
        clock,
        who,
        boot,
        Progress.SILENT);
  }

  /**
   * The same, for a person who is not at this process.
   *
   * @param caller who it is
   * @param sent policies that he sent along
   * @param came by which connections he came
   * @param naming how the names of peers are found out for him
   */
  public Parts forCaller(
      String caller,
      PolicyFiles sent,
      InvokerConnections.Finder came,
      UnaryOperator<PeerNames> naming) {
    return new Parts(
        sent,
        asker,
        literals,
        local,
        store,
        targets,
        programs,
        connections,
        surroundings.invokedBy(came).withNames(naming),
        clock,
        caller,
        boot,
        progress);
  }

  /** The same, reading policies elsewhere. */
  public Parts withFiles(PolicyFiles other) {
    return new Parts(
        other,
        asker,
        literals,
        local,
        store,
        targets,
        programs,
        connections,
        surroundings,
        clock,
        who,
        boot,
        progress);
  }
}
