/**
 * The orders of an administrator beside a policy: {@code confirm}, {@code rollback}, {@code pause},
 * {@code open}, {@code approve} and their kind. They go through the daemon where one runs.
 */
@NullMarked
package org.postern.command.order;

import org.jspecify.annotations.NullMarked;
