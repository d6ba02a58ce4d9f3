/**
 * Judges connections by rules, or tells how they were judged: {@code simulate} and {@code refused}.
 */
@NullMarked
package org.postern.command.simulate;

import org.jspecify.annotations.NullMarked;
