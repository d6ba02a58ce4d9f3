/**
 * SmarterMail by its API. It has no list of peers that may deliver, but a blacklist: what is listed
 * is every IPv4 address other than those that a rule accepts.
 */
@NullMarked
package org.postern.target.api.smartermail;

import org.jspecify.annotations.NullMarked;
