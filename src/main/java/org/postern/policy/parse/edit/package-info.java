/**
 * Changes of a policy's text that a person asks for. What the text means after an edit is compared
 * with what the edit is to mean; where the two differ, nothing is changed.
 */
@NullMarked
package org.postern.policy.parse.edit;

import org.jspecify.annotations.NullMarked;
