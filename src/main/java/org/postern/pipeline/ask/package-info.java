/**
 * Answers for the sources and the lists of mail domains of a policy: from the network, from a
 * lockfile, or from what is remembered.
 */
@NullMarked
package org.postern.pipeline.ask;

import org.jspecify.annotations.NullMarked;
