/** The client's side of SMTP (RFC 5321), as far as a dialogue without a message needs it. */
@NullMarked
package org.postern.host.smtp;

import org.jspecify.annotations.NullMarked;
