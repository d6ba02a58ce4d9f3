package org.postern.pipeline.doctor;

/**
 * Something that was found, or could not be looked at.
 *
 * @param check which check found it
 * @param title what is the matter, a clause
 * @param evidence what was seen, and where
 * @param remedy what to run or to write; empty where the evidence says it
 */
public record Finding(
    String check, Severity severity, String title, String evidence, String remedy) {}
