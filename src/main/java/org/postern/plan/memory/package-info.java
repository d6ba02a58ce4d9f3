/** What guards remember from one run to the next, and what waits for an approval. */
@NullMarked
package org.postern.plan.memory;

import org.jspecify.annotations.NullMarked;
