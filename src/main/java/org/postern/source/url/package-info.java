/**
 * Fetches lists of addresses that providers publish on the web, over HTTPS alone. An answer that is
 * cut, or is no list, is no information.
 */
@NullMarked
package org.postern.source.url;

import org.jspecify.annotations.NullMarked;
