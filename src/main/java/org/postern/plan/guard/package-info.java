/** The guards that may hold a change: each looks at one half of what a set is about to become. */
@NullMarked
package org.postern.plan.guard;

import org.jspecify.annotations.NullMarked;
