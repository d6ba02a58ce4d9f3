package org.postern.policy;

/**
 * The limits beyond which a change of a set is held. Entries are counted as published, before
 * aggregation. {@code atLeast} is over both families together, the others are per family.
 *
 * @param atLeast fewer entries hold the removals
 * @param atMost more entries hold the additions
 * @param shrink largest loss against the widest effective set of the last seven days, in percent
 * @param grow largest gain against the narrowest effective set of the last seven days, in percent;
 *     {@link #GROW_SLACK} entries more are always allowed
 * @param widestIp an outside source may publish no IPv4 prefix wider than this length
 * @param widestIp6 an outside source may publish no IPv6 prefix wider than this length
 * @param allowSpecial whether an outside source may publish special-purpose addresses (RFC 6890)
 * @param widestOnLists whether the widths hold for list files too: they do where they are written
 * @param specialOnLists whether {@code allowSpecial} holds for list files too
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
  /**
   * The number of entries by which a set may always grow: small sets may double and still be small.
   */
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

  /** The limits where the policy names none. */
  public static final GuardSpec DEFAULT = new GuardSpec(1, 100_000, 50, 100, 12, 32, false);

  /**
   * The limits of a set that learns its addresses, where the policy names none: each address is
   * proven by itself, so that neither few nor many new ones are a sign of a mistake.
   */
  public static final GuardSpec LEARNING =
      new GuardSpec(0, 100_000, 100, Integer.MAX_VALUE, 12, 32, false);

  /** A guard that holds nothing; for looking at a policy without a history. */
  public static final GuardSpec NONE =
      new GuardSpec(0, Integer.MAX_VALUE, 100, Integer.MAX_VALUE, 0, 0, true);
}
