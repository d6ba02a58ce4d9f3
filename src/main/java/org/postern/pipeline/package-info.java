/**
 * Leads from the text of a policy to a target that is proven to hold it. {@code Pipeline} shows the
 * whole way in one class; {@code Assembly} wires the program and has the only list of sources and
 * targets. Both name the children, and the values that pass between the stages are here.
 *
 * <pre>
 * ask      gets answers of sources from the network, a lockfile or memory
 * safe     finds what speaks against a change before it is made
 * run      changes targets, and restores them
 * check    looks, and changes no target
 * recover  begins after a run that may have ended anywhere, and carries out orders
 * doctor   looks at the host and the network around a policy
 * </pre>
 */
@NullMarked
package org.postern.pipeline;

import org.jspecify.annotations.NullMarked;
