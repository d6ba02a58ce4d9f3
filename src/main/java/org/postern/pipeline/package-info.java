/**
 * From policy text to a proven target. {@code Pipeline} is the walk in one readable class, {@code
 * Assembly} the wiring and the only list of sources and targets; both name the children, and the
 * values that pass between the stages are here.
 *
 * <pre>
 * ask      answers of sources, from the network, a lockfile or memory
 * safe     what speaks against a change before it is made
 * run      changes of targets, and the way back
 * check    looks that change and write nothing
 * recover  beginning after an end at any point, and orders of an administrator
 * doctor   the world around
 * </pre>
 */
@NullMarked
package org.postern.pipeline;

import org.jspecify.annotations.NullMarked;
