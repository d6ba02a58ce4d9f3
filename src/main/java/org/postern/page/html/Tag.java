package org.postern.page.html;

import java.util.Locale;

/** The elements that pages are made of: HTML, and SVG within it. */
public enum Tag {
  A,
  BODY,
  CAPTION,
  CODE,
  DD,
  DETAILS,
  DIV,
  DL,
  DT,
  FIGCAPTION,
  FIGURE,
  FOOTER,
  H1,
  H2,
  H3,
  H4,
  HEAD,
  HEADER,
  HTML,
  LI,
  MAIN,
  META,
  NAV,
  OL,
  P,
  SCRIPT,
  SECTION,
  SPAN,
  STRONG,
  STYLE,
  SUMMARY,
  TABLE,
  TBODY,
  TD,
  TH,
  THEAD,
  TIME,
  TITLE,
  TR,
  UL,
  // SVG 2
  PATH,
  SVG,
  TEXT;

  /** Returns the name of the tag. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
