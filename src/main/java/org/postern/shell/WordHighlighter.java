package org.postern.shell;

import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.WCWidth;
import org.postern.diagnostic.Visible;

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
      append(line.substring(done, word.from()), AttributedStyle.DEFAULT, shown);
      AttributedStyle style = style(roles.get(i), known.fitness(roles.get(i), word.text()));
      append(line.substring(word.from(), word.to()), style, shown);
      done = word.to();
    }
    append(line.substring(done), AttributedStyle.DEFAULT, shown);
    return shown.toAttributedString();
  }

  /** Appends text that may have been pasted, and be anything; the terminal must not obey it. */
  private static void append(String text, AttributedStyle style, AttributedStringBuilder shown) {
    text.codePoints().forEach(c -> append(c, style, shown));
  }

  private static void append(int c, AttributedStyle style, AttributedStringBuilder shown) {
    if (c == '\n' || c == '\t') {
      shown.append((char) c);
    } else if (c < ' ') {
      shown.append("^" + (char) (c + '@'), style.inverse());
    } else if (WCWidth.wcwidth(c) >= 0 && !Visible.hidden(c)) {
      shown.append(Character.toString(c), style);
    } else {
      shown.append("?", style.inverse());
    }
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
