/**
 * The intermediate representation and what is to change: rulesets with one meaning, what a target
 * was seen to hold, and the difference. Pure.
 */
@NullMarked
package org.postern.plan;

import org.jspecify.annotations.NullMarked;
