/** The README as a test: its commands run, its output is what they print, its policies parse. */
@NullMarked
package org.postern.readme;

import org.jspecify.annotations.NullMarked;
