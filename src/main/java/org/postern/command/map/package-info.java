/** {@code map}: where in the address space the accepted addresses are. */
@NullMarked
package org.postern.command.map;

import org.jspecify.annotations.NullMarked;
