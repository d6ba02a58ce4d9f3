/** The command line: the command table as a line of words, and replies as text or JSON. */
@NullMarked
package org.postern.cli;

import org.jspecify.annotations.NullMarked;
