/** The rules on packages and sizes, as code; {@code ArchitectureTest} holds the project to them. */
@NullMarked
package org.postern.architecture;

import org.jspecify.annotations.NullMarked;
