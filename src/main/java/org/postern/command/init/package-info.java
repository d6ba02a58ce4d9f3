/** A first policy, in five minutes: {@code init}. */
@NullMarked
package org.postern.command.init;

import org.jspecify.annotations.NullMarked;
