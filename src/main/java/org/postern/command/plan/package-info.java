/**
 * Commands that compare two sides or bring a target from one to the other: {@code compile}, {@code
 * plan}, {@code apply}, {@code diff}, {@code lock}, in the forms of a difference.
 */
@NullMarked
package org.postern.command.plan;

import org.jspecify.annotations.NullMarked;
