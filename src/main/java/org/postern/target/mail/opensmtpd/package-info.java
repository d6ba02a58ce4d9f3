/**
 * OpenSMTPD, whose smtpd(8) goes by the first {@code match} of smtpd.conf(5) that fits a recipient.
 * Lines that are added once name our tables; smtpctl(8) has smtpd read a table again.
 *
 * <pre>
 * RULE.peers    peers that the rule accepts      ┐
 * RULE.domains  domains whose mail it judges     ├─► smtpd.conf: match … reject ─► smtpd
 * RULE.except   and those it does not            ┘
 * </pre>
 */
@NullMarked
package org.postern.target.mail.opensmtpd;

import org.jspecify.annotations.NullMarked;
