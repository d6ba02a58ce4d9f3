/**
 * Parts of rulesets as trees of maps, lists and texts, for the state and for programs; writer and
 * reader side by side.
 */
@NullMarked
package org.postern.plan.tree;

import org.jspecify.annotations.NullMarked;
