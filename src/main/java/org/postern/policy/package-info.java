/**
 * The checked, immutable policy: what the user wants, free of syntax. The parser is the child
 * {@code parse}. The package does no I/O and reads no clock.
 */
@NullMarked
package org.postern.policy;

import org.jspecify.annotations.NullMarked;
