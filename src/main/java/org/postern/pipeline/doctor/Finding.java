package org.postern.pipeline.doctor;

/**
 * A fact that was found, or a part that could not be looked at.
 *
 * @param check the name of the check that found it
 * @param title the fault, a clause
 * @param evidence the things that were seen, and where
 * @param remedy the text to run or to write; empty where the evidence says it
 */
public record Finding(
    String check, Severity severity, String title, String evidence, String remedy) {}
