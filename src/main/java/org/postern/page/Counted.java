package org.postern.page;

import java.time.Instant;
import java.util.Optional;
import org.postern.plan.Bypass;

/**
 * The connections that bypass the mail filter, as the packet filter has counted them.
 *
 * @param since the time when counting began; empty where that is not known
 */
public record Counted(Bypass bypass, Optional<Instant> since) {}
