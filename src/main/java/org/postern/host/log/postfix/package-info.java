/** Reads lines of the daemons of Postfix, from bytes where nearly all lines have one form. */
@NullMarked
package org.postern.host.log.postfix;

import org.jspecify.annotations.NullMarked;
