package org.postern.pipeline;

import org.postern.host.Connection;

/**
 * A peer that is connected now and would be refused from now on.
 *
 * @param rule the rule that would refuse it
 * @param connection the connection, as the kernel tells it
 * @param cut whether the running connection ends too
 */
public record Endangered(String rule, Connection connection, boolean cut) {}
