/**
 * Tries a policy with real connections in network namespaces that are thrown away: {@code try}. The
 * host's own namespace is not touched.
 */
@NullMarked
package org.postern.command.trial;

import org.jspecify.annotations.NullMarked;
