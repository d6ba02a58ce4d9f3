/**
 * What happened, for the journal of the system, and how the daemon does, for its service manager.
 * To write never fails and never takes long.
 */
@NullMarked
package org.postern.daemon.journal;

import org.jspecify.annotations.NullMarked;
