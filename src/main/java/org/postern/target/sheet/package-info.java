/**
 * Systems that no program reaches: a person changes them by a printed sheet, and attests that. What
 * such a target holds is what was attested last.
 */
@NullMarked
package org.postern.target.sheet;

import org.jspecify.annotations.NullMarked;
