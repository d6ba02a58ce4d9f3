/**
 * Lists of addresses, as their bytes arrive and without an object for each line, and lists of mail
 * domains.
 */
@NullMarked
package org.postern.policy.parse.list;

import org.jspecify.annotations.NullMarked;
