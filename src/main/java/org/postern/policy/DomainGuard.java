package org.postern.policy;

/**
 * The limits beyond which a change of a set of domains is held. A domain that joins refuses more,
 * one that leaves opens.
 *
 * @param shrink largest loss against the most domains of the last seven days, in percent; more
 *     holds those that leave
 * @param grow largest gain against the fewest domains of the last seven days, in percent; more
 *     holds those that join; {@link GuardSpec#GROW_SLACK} domains are always allowed
 */
public record DomainGuard(int shrink, int grow) {
  /** The limits where the policy names none. */
  public static final DomainGuard DEFAULT =
      new DomainGuard(GuardSpec.DEFAULT.shrink(), GuardSpec.DEFAULT.grow());

  /** A guard that holds nothing; for looking at a policy without a history. */
  public static final DomainGuard NONE = new DomainGuard(100, Integer.MAX_VALUE);
}
