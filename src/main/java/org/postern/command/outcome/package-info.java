/** Outcomes, plans and objections in a reply, as all commands tell them that plan or change. */
@NullMarked
package org.postern.command.outcome;

import org.jspecify.annotations.NullMarked;
