package org.postern.shell;

import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Shows what each word is while it is typed: a command in bold, an option in cyan, what cannot be
 * right in red and underlined, so that it shows without colours too.
 */
final class WordHighlighter implements Highlighter {
  private final Supplier<Vocabulary> vocabulary;
  private final boolean coloured;

  WordHighlighter(Supplier<Vocabulary> vocabulary, boolean coloured) {
    this.vocabulary = vocabulary;
    this.coloured = coloured;
  }

  @Override
  public AttributedString highlight(LineReader reader, String line) {
    Vocabulary known = vocabulary.get();
    Words words = Words.of(line);
    List<Roles.Role> roles = Roles.of(known.commands(), words.texts());
    AttributedStringBuilder shown = new AttributedStringBuilder();
    int done = 0;
    for (int i = 0; i < roles.size(); i++) {
      Words.Word word = words.words().get(i);
      shown.append(line.substring(done, word.from()));
      AttributedStyle style = style(roles.get(i), known.fitness(roles.get(i), word.text()));
      shown.append(line.substring(word.from(), word.to()), style);
      done = word.to();
    }
    return shown.append(line.substring(done)).toAttributedString();
  }

  private AttributedStyle style(Roles.Role role, Vocabulary.Fitness fitness) {
    return switch (fitness) {
      case WRONG -> coloured(AttributedStyle.DEFAULT.underline(), AttributedStyle.RED);
      case OPEN -> AttributedStyle.DEFAULT;
      case RIGHT -> right(role);
    };
  }

  private AttributedStyle right(Roles.Role role) {
    return switch (role) {
      case Roles.Role.Name name -> AttributedStyle.BOLD;
      case Roles.Role.Switch one -> coloured(AttributedStyle.DEFAULT, AttributedStyle.CYAN);
      case Roles.Role.Value value -> coloured(AttributedStyle.DEFAULT, AttributedStyle.GREEN);
      case Roles.Role.Place place -> coloured(AttributedStyle.DEFAULT, AttributedStyle.GREEN);
      case Roles.Role.Surplus surplus -> AttributedStyle.DEFAULT;
      case Roles.Role.Unknown unknown -> AttributedStyle.DEFAULT;
    };
  }

  private AttributedStyle coloured(AttributedStyle style, int colour) {
    return coloured ? style.foreground(colour) : style;
  }
}
