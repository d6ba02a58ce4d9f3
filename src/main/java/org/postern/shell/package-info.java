/**
 * The command table as a conversation on a terminal, or line by line in a pipe; jline does the
 * work.
 */
@NullMarked
package org.postern.shell;

import org.jspecify.annotations.NullMarked;
