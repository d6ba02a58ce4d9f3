/**
 * The command table as a conversation on a terminal, or line by line in a pipe. The only package
 * that names jline.
 */
@NullMarked
package org.postern.shell;

import org.jspecify.annotations.NullMarked;
