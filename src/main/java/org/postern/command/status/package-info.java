/**
 * Runs the daemon and tells how it is: {@code daemon}, {@code status} in all its forms, and alarms.
 */
@NullMarked
package org.postern.command.status;

import org.jspecify.annotations.NullMarked;
