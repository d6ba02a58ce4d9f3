/** {@code rehearse}: whom a policy would have refused of those whom logs tell of. */
@NullMarked
package org.postern.command.rehearse;

import org.jspecify.annotations.NullMarked;
