/**
 * Values of the tree as sets, sources, rules, targets and settings. What is wrong is reported with
 * its place and left out, so that one look finds all mistakes.
 */
@NullMarked
package org.postern.policy.parse.read;

import org.jspecify.annotations.NullMarked;
