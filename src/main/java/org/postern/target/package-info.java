/** What we write to: four verbs for every system, and the steps that change it. */
@NullMarked
package org.postern.target;

import org.jspecify.annotations.NullMarked;
