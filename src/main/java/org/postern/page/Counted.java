package org.postern.page;

import java.time.Instant;
import java.util.Optional;
import org.postern.plan.Bypass;

/**
 * What comes past the filter, as the packet filter has counted.
 *
 * @param since when; empty where that is not known
 */
public record Counted(Bypass bypass, Optional<Instant> since) {}
