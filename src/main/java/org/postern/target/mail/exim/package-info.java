/**
 * Exim, which reads its lists of peers and domains from files for each recipient: {@link
 * org.postern.target.mail.exim.EximSystem} writes and reads them.
 *
 * <pre>
 * RULE.hosts                  peers that the rule accepts
 * RULE.observe .defer .reject domains, in the list of the rule's verdict
 * RULE.spare                  * where authenticated clients are spared
 * RULE.reply                  what a refused client is told
 * </pre>
 */
@NullMarked
package org.postern.target.mail.exim;

import org.jspecify.annotations.NullMarked;
