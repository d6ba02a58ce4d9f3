/**
 * tcpd(8) of tcp_wrappers, by which inetd starts qmail-smtpd for each connection that
 * /etc/hosts.allow and /etc/hosts.deny let in. Two lines there, added once, name our file of
 * patterns; {@link org.postern.target.mail.tcpwrappers.TcpwrappersSystem} writes and reads it, and
 * tcpd reads it at each connection. All other lines there are the administrator's.
 *
 * <pre>
 * /etc/hosts.allow  tcp-env: .../clients.patterns  ┐
 * clients.patterns  peers that the rule accepts    ├─► tcpd ─► tcp-env
 * /etc/hosts.deny   tcp-env: ALL                   ┘
 * </pre>
 *
 * @see <a
 *     href="https://manpages.debian.org/bookworm/libwrap0/hosts_access.5.en.html">hosts_access(5)</a>
 */
@NullMarked
package org.postern.target.mail.tcpwrappers;

import org.jspecify.annotations.NullMarked;
