package org.postern.host;

import java.util.Optional;

/**
 * A network interface as the kernel knows it.
 *
 * @param name the one that packets carry; an interface may be asked for by others
 * @param number the number in its network namespace, from 1
 * @param master the number of the interface it is a port of
 * @param kind the kind of the master, such as {@code bridge}, {@code bond} or {@code vrf}; empty
 *     without one
 */
public record Link(String name, int number, Optional<Integer> master, String kind) {}
