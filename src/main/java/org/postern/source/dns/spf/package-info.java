/**
 * The addresses that an SPF record lets send (RFC 7208), taken from the record without a sender at
 * hand: {@code SpfReader} reads one record, {@code SpfExpansion} follows it to others, and what
 * names no finite list of addresses, such as a macro, makes the whole answer no information.
 */
@NullMarked
package org.postern.source.dns.spf;

import org.jspecify.annotations.NullMarked;
