/** Whether the world around a policy lets it do what it is meant for: {@code doctor [POLICY]}. */
@NullMarked
package org.postern.command.doctor;

import org.jspecify.annotations.NullMarked;
