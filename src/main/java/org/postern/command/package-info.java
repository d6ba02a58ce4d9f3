/**
 * What a user can ask for: one table of commands whose actions return values. The skins are in
 * {@code cli} and {@code shell}.
 */
@NullMarked
package org.postern.command;

import org.jspecify.annotations.NullMarked;
