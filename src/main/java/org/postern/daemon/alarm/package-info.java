/**
 * Conditions that stand, each told once when it is raised and once when it is over, and the way of
 * alarms to the unit that tells people.
 */
@NullMarked
package org.postern.daemon.alarm;

import org.jspecify.annotations.NullMarked;
