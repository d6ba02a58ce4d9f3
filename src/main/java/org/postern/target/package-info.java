/**
 * The targets that rules are written to: four verbs for every system, and the steps that change it.
 * Each system is a child package, with its compiler, reader and applier side by side; children do
 * not know one another, and what several share is here. A target is compiled without I/O; only
 * {@code observe} and {@code apply} touch the system.
 */
@NullMarked
package org.postern.target;

import org.jspecify.annotations.NullMarked;
