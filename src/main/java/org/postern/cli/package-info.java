/**
 * The command line: reads a line of words by the command table, and prints replies as text or JSON.
 * This package and {@code shell} are the only ones that print.
 */
@NullMarked
package org.postern.cli;

import org.jspecify.annotations.NullMarked;
