/**
 * The state that outlives a run: generations, last good answers, held changes, approvals, orders,
 * and the lock. All of it is in one folder, which {@code StateStore} reads and writes; the children
 * hold its formats.
 */
@NullMarked
package org.postern.state;

import org.jspecify.annotations.NullMarked;
