/**
 * The commands that only read: sets, rules and sources of a policy or of what is in force, and why
 * an address may pass.
 */
@NullMarked
package org.postern.command.view;

import org.jspecify.annotations.NullMarked;
