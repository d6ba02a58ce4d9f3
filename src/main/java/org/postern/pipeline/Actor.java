package org.postern.pipeline;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.postern.state.AuditEntry;
import org.postern.state.Generation;
import org.postern.state.Orders;

/**
 * The user or process that changes the state, and its clock: what every generation, order and line
 * of the audit trail is signed with.
 *
 * @param who a user or a process, in words
 * @param clock the wall clock of this host
 * @param boot returns the name of this run of the machine, which is another one after each start
 */
public record Actor(String who, InstantSource clock, Supplier<String> boot) {
  /** Returns the time of the wall clock. */
  public Instant now() {
    return clock.instant();
  }

  /** Returns a copy that signs as another user or process. */
  public Actor named(String other) {
    return new Actor(other, clock, boot);
  }

  /**
   * Returns the signature of an order that is given now.
   *
   * @param why the reason in words for the audit trail; may be empty
   */
  public Orders.Given given(String why) {
    return new Orders.Given(now(), who, why);
  }

  /**
   * Returns a line of the audit trail that is dated now.
   *
   * @param why the reason in words; may be empty
   * @param digest the digest of what was changed; empty where nothing has one
   */
  public AuditEntry entry(String what, String why, String digest) {
    return new AuditEntry(now(), who, what, why, digest);
  }

  /** Returns a generation that is not stored, as it is now on these targets. */
  public Generation unwritten(Collection<Generation.TargetUse> targets) {
    return Generation.unwritten(now(), who, List.copyOf(targets));
  }
}
