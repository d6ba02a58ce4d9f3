/** What we tell the user, as values: a place, a code, a message and a fix. */
@NullMarked
package org.postern.diagnostic;

import org.jspecify.annotations.NullMarked;
