/** {@code report}: the page for the auditor and the reviewer. */
@NullMarked
package org.postern.command.report;

import org.jspecify.annotations.NullMarked;
