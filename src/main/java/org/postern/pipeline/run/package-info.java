/**
 * Changes of targets: observe, plan, change, observe again, prove; written down before and after.
 * {@code Restoration} is the one way back.
 */
@NullMarked
package org.postern.pipeline.run;

import org.jspecify.annotations.NullMarked;
