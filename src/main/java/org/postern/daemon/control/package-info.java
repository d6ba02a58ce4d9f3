/**
 * Sockets on which the daemon is asked: one JSON object a line in, one out. What a client may take
 * of time, memory and places is bounded, so that none keeps another out.
 */
@NullMarked
package org.postern.daemon.control;

import org.jspecify.annotations.NullMarked;
