/** The one thread on which everything is decided; others hand it what they have for it. */
@NullMarked
package org.postern.daemon.loop;

import org.jspecify.annotations.NullMarked;
