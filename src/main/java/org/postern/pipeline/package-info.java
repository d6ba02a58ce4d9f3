/**
 * From policy text to a proven target, in one readable class; all wiring is in {@code Assembly}.
 */
@NullMarked
package org.postern.pipeline;

import org.jspecify.annotations.NullMarked;
