/** Set algebra on lists of addresses as a filter: {@code aggregate}. */
@NullMarked
package org.postern.command.aggregate;

import org.jspecify.annotations.NullMarked;
