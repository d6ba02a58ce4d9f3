/**
 * Addresses by name, from the DNS servers of the policy or of the system. Questions are asked and
 * replies judged here, message by message:
 *
 * <pre>
 * ConfirmedNames  names of addresses that have them, below a domain
 * MailExchangers  where mail goes: MX records, then addresses
 * DnsClient   many questions at once, one deadline
 *   Chase     one question, along its CNAME records
 *     Servers   one name, from one server to the next
 *       Exchange  one server: UDP, then TCP if the reply was cut, then without EDNS
 *       Reading   what one reply says about one name
 * </pre>
 *
 * The child {@code spf} follows SPF records with it. Neither the resolver of the JDK nor the hosts
 * file nor search domains take part, and nothing is cached: every answer is as old as the question.
 */
@NullMarked
package org.postern.source.dns;

import org.jspecify.annotations.NullMarked;
