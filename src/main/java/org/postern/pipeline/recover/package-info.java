/**
 * Beginning after a run that may have ended anywhere, and what an administrator orders beside a
 * policy.
 */
@NullMarked
package org.postern.pipeline.recover;

import org.jspecify.annotations.NullMarked;
