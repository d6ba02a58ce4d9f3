/**
 * What whole commands and the daemon cost, beside other programs in the same run: time and memory
 * as the kernel counts them, and what is read and written of the state.
 *
 * <p>{@code mvn -Pbench verify} runs it and writes the tables; no build asserts a time.
 */
@NullMarked
package org.postern.bench;

import org.jspecify.annotations.NullMarked;
