/** The memory of guards from one run to the next, and the changes that wait for an approval. */
@NullMarked
package org.postern.plan.memory;

import org.jspecify.annotations.NullMarked;
