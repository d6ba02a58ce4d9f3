/**
 * Looks at policies and at the systems that hold them. Nothing here changes a target or writes the
 * state.
 */
@NullMarked
package org.postern.pipeline.check;

import org.jspecify.annotations.NullMarked;
