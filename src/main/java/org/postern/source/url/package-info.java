/** Lists of addresses that providers publish on the web. */
@NullMarked
package org.postern.source.url;

import org.jspecify.annotations.NullMarked;
