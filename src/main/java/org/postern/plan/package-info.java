/**
 * The intermediate representation: rulesets with one meaning, the observation of what a target
 * holds, and the plan, which is the difference between the two. The package and its children do no
 * I/O and read no clock.
 *
 * <pre>
 * guard   guards that may hold a change of a set
 * memory  what guards remember from one run to the next
 * pass    from settled sets to a ruleset
 * tree    rulesets as trees, for the state and for programs
 * </pre>
 */
@NullMarked
package org.postern.plan;

import org.jspecify.annotations.NullMarked;
