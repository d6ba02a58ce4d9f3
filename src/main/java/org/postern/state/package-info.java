/**
 * The state that outlives a run: generations, last good answers, held changes, approvals, and the
 * lock.
 */
@NullMarked
package org.postern.state;

import org.jspecify.annotations.NullMarked;
