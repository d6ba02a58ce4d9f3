package org.postern.command.init;

import java.time.LocalDate;
import java.util.List;
import org.postern.pipeline.ShippedRuleset;

/**
 * The answers from which a first policy is made.
 *
 * @param providers the names of the policies that it includes
 * @param role the role of the host, in a word
 * @param servers mail servers behind the host
 * @param own networks that it accepts
 * @param domains the domains whose mail comes by the providers; empty for all
 * @param target the target that the policy is written to
 * @param review the day on which it is to be looked at again
 */
public record AnswersDocument(
    List<String> providers,
    String role,
    List<String> servers,
    List<String> own,
    List<String> domains,
    String target,
    LocalDate review) {
  static AnswersDocument of(Answers answers, LocalDate review) {
    return new AnswersDocument(
        answers.providers().stream().map(ShippedRuleset::name).toList(),
        answers.role().word(),
        answers.servers(),
        answers.own().stream().map(Answers.Own::net).toList(),
        answers.domains(),
        answers.target(),
        review);
  }
}
