package org.postern.policy;

/**
 * What may hold a change of a set. Entries are counted as published, before aggregation. {@code
 * atLeast} is over both families together, the others are per family.
 *
 * @param atLeast fewer entries hold the removals
 * @param atMost more entries hold the additions
 * @param shrink largest loss against the widest effective set of the last seven days, in percent
 * @param grow largest gain against the narrowest effective set of the last seven days, in percent;
 *     {@link #GROW_SLACK} entries more are always allowed
 * @param widestIp an outside source may publish no IPv4 prefix wider than this length
 * @param widestIp6 the same for IPv6
 * @param allowSpecial whether an outside source may publish special-purpose addresses (RFC 6890)
 * @param widestOnLists whether the widths hold for list files too: they do where they are written
 * @param specialOnLists the same of special-purpose addresses
 */
public record GuardSpec(
    int atLeast,
    int atMost,
    int shrink,
    int grow,
    int widestIp,
    int widestIp6,
    boolean allowSpecial,
    boolean widestOnLists,
    boolean specialOnLists) {
  /** Small sets may double and still be small. */
  public static final int GROW_SLACK = 16;

  /** Bounds that were not written for lists. */
  public GuardSpec(
      int atLeast,
      int atMost,
      int shrink,
      int grow,
      int widestIp,
      int widestIp6,
      boolean allowSpecial) {
    this(atLeast, atMost, shrink, grow, widestIp, widestIp6, allowSpecial, false, false);
  }

  /** What holds when the policy says nothing. */
  public static final GuardSpec DEFAULT = new GuardSpec(1, 100_000, 50, 100, 12, 32, false);

  /**
   * What holds of a set that learns its addresses when the policy says nothing: each is proven by
   * itself, so that neither few nor many new ones are a sign of a mistake.
   */
  public static final GuardSpec LEARNING =
      new GuardSpec(0, 100_000, 100, Integer.MAX_VALUE, 12, 32, false);

  /** Nothing is held; for looking at a policy without a history. */
  public static final GuardSpec NONE =
      new GuardSpec(0, Integer.MAX_VALUE, 100, Integer.MAX_VALUE, 0, 0, true);
}
