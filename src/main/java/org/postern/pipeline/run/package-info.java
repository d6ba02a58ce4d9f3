/**
 * Changes targets: observes, plans, changes, observes again and proves. The state tells before and
 * after what is meant. {@code Restoration} is the only class that brings back what was in force.
 */
@NullMarked
package org.postern.pipeline.run;

import org.jspecify.annotations.NullMarked;
