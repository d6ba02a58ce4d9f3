package org.postern.policy;

/**
 * Cover whole blocks of a prefix length instead of single members.
 *
 * @param ipLength IPv4 block length, 32 leaves IPv4 exact
 * @param ip6Length IPv6 block length, 128 leaves IPv6 exact
 */
public record WidenSpec(int ipLength, int ip6Length) {}
