package org.postern.command.view;

import java.time.Instant;
import java.util.Optional;
import org.postern.daemon.Status;
import org.postern.pipeline.Prepared;

/**
 * The subject of a reading command: a policy with what its sources say, or what is in force.
 *
 * @param prepared the policy and all that is known about it
 * @param status the status of the daemon that enforces it; empty for a policy, and where none runs
 * @param running whether it is what is in force
 * @param now the moment of the look
 */
public record Subject(Prepared prepared, Optional<Status> status, boolean running, Instant now) {}
