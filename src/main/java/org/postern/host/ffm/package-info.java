/**
 * Native bindings through {@code java.lang.foreign}: one small class per family of system calls.
 *
 * <p>No type of {@code java.lang.foreign} appears in a public signature, errors are {@link
 * org.postern.host.ffm.ErrnoException}, and nothing blocks without a deadline, but for the wait for
 * a client, which a close ends. The layouts are those of Linux on 64-bit machines. The JVM needs
 * {@code --enable-native-access=ALL-UNNAMED}.
 */
@NullMarked
package org.postern.host.ffm;

import org.jspecify.annotations.NullMarked;
