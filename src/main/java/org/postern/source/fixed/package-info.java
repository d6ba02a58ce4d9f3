/** Addresses written into the policy itself. */
@NullMarked
package org.postern.source.fixed;

import org.jspecify.annotations.NullMarked;
