/** {@code try}: a policy under real connections in network namespaces that are thrown away. */
@NullMarked
package org.postern.command.trial;

import org.jspecify.annotations.NullMarked;
