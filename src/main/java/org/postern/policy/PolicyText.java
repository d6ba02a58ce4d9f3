package org.postern.policy;

/**
 * One file of a policy as it was read.
 *
 * @param name the file's name
 * @param text its whole content
 */
public record PolicyText(String name, String text) {}
