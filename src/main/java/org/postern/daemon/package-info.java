/**
 * Keeps a policy enforced for years: asks again, applies, watches, repairs, tells. {@code
 * Reconciler} is the life of a policy, on the one thread of the loop; the children are what it
 * works with.
 *
 * <pre>
 * journal  what happened, for the journal of the system
 * control  sockets on which the daemon is asked, and what their clients may take
 * alarm    conditions that stand, told to people
 * loop     the one thread on which everything is decided, and threads that wait for it
 * follow   sources, lists, names and interfaces, each looked at when it is due
 * metrics  all of it as figures
 * </pre>
 */
@NullMarked
package org.postern.daemon;

import org.jspecify.annotations.NullMarked;
