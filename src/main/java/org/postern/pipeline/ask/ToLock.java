package org.postern.pipeline.ask;

import java.util.Map;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.Question;

/**
 * The contents of a lockfile.
 *
 * @param answers the answers of sources of addresses; not of those in the text of the policy itself
 * @param domains the answers about mail domains
 */
public record ToLock(Map<Question, Answer> answers, HeardDomains domains) {}
