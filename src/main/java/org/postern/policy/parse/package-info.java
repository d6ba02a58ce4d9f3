/**
 * Policy text to {@link org.postern.policy.Policy}: text, then a tree with positions, then the
 * model, then the checks across sets and rules. Lists of addresses are read here too.
 */
@NullMarked
package org.postern.policy.parse;

import org.jspecify.annotations.NullMarked;
