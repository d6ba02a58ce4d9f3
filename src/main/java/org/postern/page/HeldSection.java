package org.postern.page;

import org.postern.page.html.Attribute;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.GuardSpec;
import org.postern.policy.SetDefinition;

/**
 * Shows the guards that may hold a change, the changes that are held now, and those that were
 * approved.
 */
final class HeldSection {
  private final Subject subject;
  private final Html html;

  private HeldSection(Subject subject, Html html) {
    this.subject = subject;
    this.html = html;
  }

  static void write(Subject subject, Html html) {
    Sections.open("held", html);
    HeldSection section = new HeldSection(subject, html);
    section.held();
    section.refused();
    section.guards();
    section.approvals();
    Sections.close(html);
  }

  private void held() {
    html.leaf(Tag.H3, "Held now").line();
    if (subject.prepared().meaning().settled().pending().isEmpty()) {
      html.leaf(Tag.P, "Nothing is held.").line();
      return;
    }
    for (PendingChange held : subject.prepared().meaning().settled().pending()) {
      html.open(Tag.DIV, Attribute.kind("concern"))
          .open(Tag.H4)
          .text(half(held.side()) + " of set ")
          .leaf(Tag.CODE, held.set())
          .text(" (%s)".formatted(held.kind().label()))
          .close(Tag.H4)
          .open(Tag.P)
          .text(held.message() + ". Held since ");
      Field.time(html, held.since());
      html.text(" by the guard %s; to let it through: ".formatted(Words.list(held.guards())))
          .leaf(Tag.CODE, "postern approve " + held.digest())
          .text(".")
          .close(Tag.P)
          .line();
      switch (held.what()) {
        case HeldMembers.Addresses addresses ->
            NetList.intervals(addresses.entries().intervals()).write(html);
        case HeldMembers.Domains domains ->
            html.leaf(Tag.P, String.join(", ", domains.names())).line();
      }
      html.close(Tag.DIV).line();
    }
  }

  private static String half(ChangeSide half) {
    return switch (half) {
      case ADDITIONS -> "Additions";
      case REMOVALS -> "Removals";
    };
  }

  private void refused() {
    if (!subject.prepared().meaning().settled().refused().isEmpty()) {
      html.leaf(Tag.H3, "Refused entries").open(Tag.UL);
      subject.prepared().meaning().settled().refused().forEach(one -> html.leaf(Tag.LI, one));
      html.close(Tag.UL).line();
    }
  }

  private void guards() {
    html.leaf(Tag.H3, "Guards").line();
    Table table =
        new Table(
            "What holds a change of each set, counted in entries as published",
            "Set",
            "At least",
            "At most",
            "Shrink",
            "Grow",
            "Widest",
            "Special-purpose addresses",
            "Stays after removal");
    for (SetDefinition set : subject.prepared().policy().sets()) {
      GuardSpec guard = set.guard();
      table.row(
          Field.code(set.name()),
          Field.number(guard.atLeast()),
          Field.number(guard.atMost()),
          Field.text(guard.shrink() + " %"),
          Field.text(guard.grow() + " %"),
          Field.text("/%d, IPv6 /%d".formatted(guard.widestIp(), guard.widestIp6())),
          Field.text(guard.allowSpecial() ? "allowed" : "refused"),
          Field.text(Words.duration(set.keep().removed())));
    }
    table.write(html);
  }

  private void approvals() {
    Table table = new Table("Approvals of held changes", "Digest", "When", "Who", "Why", "Used");
    for (Approval approval : subject.prepared().memory().guards().approvals()) {
      table.row(
          Field.code(approval.digest()),
          Field.time(approval.at()),
          Field.text(approval.who()),
          Field.text(approval.why()),
          Field.text(approval.used() ? "yes" : "not yet"));
    }
    table.write(html);
  }
}
