/**
 * {@code check} and {@code resolve}, and the forms in which services show remarks beside a line.
 */
@NullMarked
package org.postern.command.check;

import org.jspecify.annotations.NullMarked;
