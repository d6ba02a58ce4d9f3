/**
 * Diagnostics, as values: a place in a text, a code, a message and a fix. The package imports no
 * other, does no I/O and reads no clock.
 */
@NullMarked
package org.postern.diagnostic;

import org.jspecify.annotations.NullMarked;
