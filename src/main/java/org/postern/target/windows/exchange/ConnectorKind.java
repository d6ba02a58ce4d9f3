package org.postern.target.windows.exchange;

import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.policy.TargetBinding;
import org.postern.target.Target;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ScriptKind;

/** A mail server of Microsoft, of which scripts change one list of peers. */
abstract class ConnectorKind extends ScriptKind {
  private final String elsewhere;
  private final String system;

  /**
   * Creates a kind.
   *
   * @param here whether this host runs Windows
   * @param elsewhere the reason why nothing can be done on another host, such as "Exchange is on
   *     Windows"
   * @param system the name of what the scripts change, such as "the receive connector"
   */
  ConnectorKind(
      Capabilities capabilities,
      CommandRunner runner,
      boolean here,
      String elsewhere,
      String system) {
    super(capabilities, runner, here);
    this.elsewhere = elsewhere;
    this.system = system;
  }

  /** Returns the scripts of a target. */
  abstract ConnectorScripts scripts(TargetBinding binding);

  @Override
  protected final Target target(TargetBinding binding, Optional<Knowledge> knowledge) {
    return new ExchangeTarget(
        capabilities(), scripts(binding), host(binding, elsewhere, system), knowledge);
  }
}
