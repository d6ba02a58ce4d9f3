/**
 * The common part of the mail servers that read their rules from files; each of them is a child of
 * this package. A {@link org.postern.target.mail.MailSystem} says what the files of a ruleset are
 * and what files mean, both pure; the target reads, replaces and watches the files, and has the
 * mail server take them.
 *
 * <pre>
 * Ruleset ─► MailSystem.files ─► steps, one a file ─► folder ─► mail server
 *        ◄─ MailSystem.read  ◄────────────────────────┘   Consumer asks it
 * </pre>
 *
 * <p>A mail server refuses all mail where a file that its configuration names is missing. So a file
 * is never deleted here: without a rule it stays in its open form, which refuses nothing.
 */
@NullMarked
package org.postern.target.mail;

import org.jspecify.annotations.NullMarked;
