/** Keeps a policy enforced for years: asks again, applies, watches, repairs, tells. */
@NullMarked
package org.postern.daemon;

import org.jspecify.annotations.NullMarked;
