/** The command line: the command table as picocli knows it, and replies as text or JSON. */
@NullMarked
package org.postern.cli;

import org.jspecify.annotations.NullMarked;
