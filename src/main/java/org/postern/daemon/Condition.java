package org.postern.daemon;

/**
 * What is so at this moment and should not be, or should be known.
 *
 * @param kind which
 * @param subject what it is about
 * @param message in words; it may change while the condition stands
 */
record Condition(EventKind kind, String subject, String message) {}
