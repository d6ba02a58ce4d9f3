/**
 * Begins after a run that may have ended anywhere, and carries out the orders of an administrator
 * beside a policy.
 */
@NullMarked
package org.postern.pipeline.recover;

import org.jspecify.annotations.NullMarked;
