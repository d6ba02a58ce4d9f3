/**
 * Lines of logs, their times and the programs that wrote them, and what a log tells of a peer: the
 * parts that the formats share.
 */
@NullMarked
package org.postern.host.log.line;

import org.jspecify.annotations.NullMarked;
