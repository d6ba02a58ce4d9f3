/** Lines of Exim's main log. */
@NullMarked
package org.postern.host.log.exim;

import org.jspecify.annotations.NullMarked;
