/** Writes a first policy from what is found on the host and what the user answers: {@code init}. */
@NullMarked
package org.postern.command.init;

import org.jspecify.annotations.NullMarked;
