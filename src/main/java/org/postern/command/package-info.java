/**
 * The commands that a user can give: one table, whose actions return values. The words that all
 * commands share are here: an invocation, its options, a reply. {@code CommandTable} names the
 * commands of the children; {@code Runner}, {@code Remote} and {@code Served} carry one out, here
 * or in a daemon. The skins are in {@code cli} and {@code shell}.
 */
@NullMarked
package org.postern.command;

import org.jspecify.annotations.NullMarked;
