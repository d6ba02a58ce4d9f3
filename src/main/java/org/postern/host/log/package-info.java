/**
 * Logs of mail servers as a stream of arrivals: who connected, when and at which port. Logs come
 * from elsewhere, so nothing in them is believed: lines are bounded, compressed files are read
 * piece by piece, and of a line only addresses, times and ports are kept.
 */
@NullMarked
package org.postern.host.log;

import org.jspecify.annotations.NullMarked;
