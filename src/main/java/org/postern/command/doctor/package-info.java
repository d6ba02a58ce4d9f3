/**
 * Checks whether the world around a policy lets it do what it is meant for: {@code doctor
 * [POLICY]}. The checks themselves are in {@code pipeline.doctor}.
 */
@NullMarked
package org.postern.command.doctor;

import org.jspecify.annotations.NullMarked;
