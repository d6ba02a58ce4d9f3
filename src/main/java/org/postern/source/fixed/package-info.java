/** Answers with the addresses that are written into the policy itself; it does no I/O. */
@NullMarked
package org.postern.source.fixed;

import org.jspecify.annotations.NullMarked;
