/** The ordered passes from settled sets to a ruleset that a target can hold. */
@NullMarked
package org.postern.plan.pass;

import org.jspecify.annotations.NullMarked;
