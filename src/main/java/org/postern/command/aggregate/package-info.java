/** Set algebra on lists of addresses as a filter: {@code postern aggregate}. */
@NullMarked
package org.postern.command.aggregate;

import org.jspecify.annotations.NullMarked;
