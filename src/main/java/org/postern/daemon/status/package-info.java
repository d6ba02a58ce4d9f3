/**
 * The status as a document: immutable records, of which text, JSON, the live view and the line for
 * monitoring are drawn, in the daemon's process and in one that asked it.
 *
 * <pre>
 * Status ─► StatusDocument ─► RecordTree ─► control socket ─► StatusDocument
 *                  └─► text, JSON, monitoring                       └─► live view
 * </pre>
 *
 * <p>What is known of a source and of a set is a document already: {@link
 * org.postern.daemon.SourceStatus}, {@link org.postern.daemon.SetStatus}.
 */
@NullMarked
package org.postern.daemon.status;

import org.jspecify.annotations.NullMarked;
