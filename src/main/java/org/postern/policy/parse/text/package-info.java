/**
 * A text by lines, so that every place in it can be shown; what is wrong with it before its meaning
 * is asked; and words of the user, quoted or corrected.
 */
@NullMarked
package org.postern.policy.parse.text;

import org.jspecify.annotations.NullMarked;
