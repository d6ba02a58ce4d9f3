/**
 * Checks for faults between sets, rules and targets that are each right by themselves. Each check
 * reports diagnostics to the scope of the policy that is read; none asks a source or opens a file.
 */
@NullMarked
package org.postern.policy.parse.check;

import org.jspecify.annotations.NullMarked;
