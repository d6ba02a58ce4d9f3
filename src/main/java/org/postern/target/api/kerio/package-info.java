/**
 * Kerio Connect: a group of IP addresses, by its JSON-RPC for administrators. Who is in the group
 * that its SMTP service asks may connect; all others are closed out before they say anything.
 *
 * <pre>
 * Ruleset ─► Layout ─► steps (create, then remove) ─► Session ─► group
 *        ◄─ Contents ◄──────────────────────────────────┘
 * </pre>
 */
@NullMarked
package org.postern.target.api.kerio;

import org.jspecify.annotations.NullMarked;
