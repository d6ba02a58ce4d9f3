/**
 * tcpserver(1) of ucspi-tcp, which starts qmail-smtpd for each connection that its rules let in.
 * {@link org.postern.target.mail.tcpserver.TcpserverSystem} writes and reads ours; tcprules(1)
 * compiles them and those of the administrator, which stay his, into the one file that tcpserver
 * looks at.
 *
 * <pre>
 * RULE.tcprules  peers that the rule accepts    ┐
 * /etc/tcp.smtp  the administrator's, only read ┴─► tcp.smtp.cdb ─► tcpserver -x
 * </pre>
 */
@NullMarked
package org.postern.target.mail.tcpserver;

import org.jspecify.annotations.NullMarked;
