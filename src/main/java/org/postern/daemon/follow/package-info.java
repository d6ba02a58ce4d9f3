/**
 * Follows sources of addresses, lists, mail domains, names of peers and interfaces. Each is asked
 * when it is due, on threads of its own, and the answers come to the loop.
 */
@NullMarked
package org.postern.daemon.follow;

import org.jspecify.annotations.NullMarked;
