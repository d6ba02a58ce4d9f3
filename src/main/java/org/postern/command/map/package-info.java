/** Draws where in the address space the accepted addresses are: {@code map}. */
@NullMarked
package org.postern.command.map;

import org.jspecify.annotations.NullMarked;
