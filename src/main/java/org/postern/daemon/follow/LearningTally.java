package org.postern.daemon.follow;

/**
 * The fates of peers that knocked where addresses are learned by their names, since the daemon
 * started.
 *
 * @param knocked packets that the packet filter told of
 * @param learned addresses whose name admits them
 * @param refused addresses whose name does not, looked up
 * @param unsure addresses of which a look-up told nothing
 * @param remembered packets of addresses of which that was known already
 * @param dropped packets that were not looked at, because of bounds
 * @param lost how often the kernel had packets that were not taken in time
 * @param flying addresses that are looked up now
 * @param kept refused and unsure addresses that are remembered now
 */
public record LearningTally(
    long knocked,
    long learned,
    long refused,
    long unsure,
    long remembered,
    long dropped,
    long lost,
    int flying,
    int kept) {}
