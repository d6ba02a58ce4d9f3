/**
 * Writes the page for the auditor and the reviewer: {@code report}. The text of the page is made by
 * package {@code page}.
 */
@NullMarked
package org.postern.command.report;

import org.jspecify.annotations.NullMarked;
