/**
 * Looks on a host for what the manuals of filters warn about: one class a check. Nothing is
 * changed, and what could not be looked at is told.
 *
 * <pre>
 * HostView ─► each Check ─► Findings ─► Doctor
 * </pre>
 */
@NullMarked
package org.postern.pipeline.doctor;

import org.jspecify.annotations.NullMarked;
