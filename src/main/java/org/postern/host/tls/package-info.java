/**
 * The keys and certificates by which a server that speaks TLS is known to be the one that is meant.
 */
@NullMarked
package org.postern.host.tls;

import org.jspecify.annotations.NullMarked;
