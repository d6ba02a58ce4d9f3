/**
 * Policy text to {@link org.postern.policy.Policy}. A text becomes a tree with places, the tree
 * becomes the model, and checks look across sets and rules. It opens no file and reads no clock.
 *
 * <pre>
 * text   lines, places and words of a text
 * yaml   a text as a tree of values, each with its place
 * read   values of the tree as sets, rules, targets and settings
 * list   lists of addresses and of mail domains
 * check  what is wrong between sets, rules and targets
 * edit   changes of a text that leave every other character alone
 * </pre>
 */
@NullMarked
package org.postern.policy.parse;

import org.jspecify.annotations.NullMarked;
