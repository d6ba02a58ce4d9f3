/**
 * Postern: from a policy to the packet filter of this host.
 *
 * <p>The packages follow the pipeline, and each imports only those to its left:
 *
 * <pre>
 * diagnostic ← address ← picture ← policy ← host ← source ← plan ← state ← target ← pipeline
 *     ← daemon ← page ← command ← cli ← shell ← Main
 * </pre>
 *
 * {@code pipeline.Pipeline} shows the whole way from a policy text to a proven change.
 */
@NullMarked
package org.postern;

import org.jspecify.annotations.NullMarked;
