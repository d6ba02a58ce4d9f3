/**
 * Tells which clients in mail logs a policy would have refused: {@code rehearse}. Logs are read by
 * {@code host.log}.
 */
@NullMarked
package org.postern.command.rehearse;

import org.jspecify.annotations.NullMarked;
