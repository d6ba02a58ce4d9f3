/**
 * Events, for the journal of the system, and the daemon's condition, for its service manager. To
 * write never fails and never takes long.
 */
@NullMarked
package org.postern.daemon.journal;

import org.jspecify.annotations.NullMarked;
