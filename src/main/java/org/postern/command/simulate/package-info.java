/** What would become of connections, or became of them: {@code simulate} and {@code refused}. */
@NullMarked
package org.postern.command.simulate;

import org.jspecify.annotations.NullMarked;
