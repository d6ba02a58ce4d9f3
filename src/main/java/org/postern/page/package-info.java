/**
 * Makes one self-contained page for the auditor and the reviewer: who may pass and why, what a
 * policy changes, and what was accepted before. The text is made from a value: no file is read, no
 * source is asked, and what is to be withheld is taken out of the value before a line is written.
 *
 * <pre>
 * Subject ─► Redaction ─► Subject ─► sections (HTML, SVG) and PageDocument (JSON) ─► one text
 * </pre>
 */
@NullMarked
package org.postern.page;

import org.jspecify.annotations.NullMarked;
