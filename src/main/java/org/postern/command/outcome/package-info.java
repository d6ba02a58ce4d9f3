/** Tells outcomes, plans and objections in a reply, as all commands do that plan or change. */
@NullMarked
package org.postern.command.outcome;

import org.jspecify.annotations.NullMarked;
