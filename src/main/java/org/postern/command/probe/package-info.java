/** Asks mail servers from outside whether they take mail of a stranger: {@code probe HOST}. */
@NullMarked
package org.postern.command.probe;

import org.jspecify.annotations.NullMarked;
