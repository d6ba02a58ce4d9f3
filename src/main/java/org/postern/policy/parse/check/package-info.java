/** What can be wrong between sets, rules and targets that are each right by themselves. */
@NullMarked
package org.postern.policy.parse.check;

import org.jspecify.annotations.NullMarked;
