/**
 * Postfix as a target: a map of clients for each rule, in which verdict and catch-all stand, and a
 * map of recipients for rules that are for some domains. Lines of main.cf name the maps and are
 * added once; Postfix reads the maps when it is reloaded.
 *
 * <p>Sources: cidr_table(5), regexp_table(5), access(5), postconf(5), of Postfix 3.7.
 */
@NullMarked
package org.postern.target.mail.postfix;

import org.jspecify.annotations.NullMarked;
