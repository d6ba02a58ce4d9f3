/** Figures for Prometheus: drawn from a status, written into a file or served on the loopback. */
@NullMarked
package org.postern.daemon.metrics;

import org.jspecify.annotations.NullMarked;
