/**
 * Reads lines of Exim's main log. Their forms are those of Exim up to 4.99; what a client chose
 * itself is told from what Exim says.
 */
@NullMarked
package org.postern.host.log.exim;

import org.jspecify.annotations.NullMarked;
