package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;

/** The dialogues find lists right that an expert has written, and each of the known mistakes. */
class DialoguesIT {
  private static final AddressSet ACCEPTED =
      MailPolicy.of(
          "192.0.2.1", "192.0.2.16-192.0.2.37", "2001:db8::7", "2001:db8:1::-2001:db8:1::ff");

  private static final MailPolicy ALL = MailPolicy.global(ACCEPTED, Refusal.DEFER);

  private static final MailPolicy SOME =
      new MailPolicy(ACCEPTED, List.of("example.com"), false, List.of(), Refusal.DEFER);

  @TempDir private Path folder;

  /** Each mistake is one text for another, in the configuration or in a file. */
  private void finds(
      MailHost host, Map<String, String> inLinesForAll, Map<String, String> inLinesForSome)
      throws IOException, InterruptedException {
    try (MailLab lab = MailLab.start(host, folder)) {
      Dialogues dialogues = Dialogues.with(lab, List.of("example.com", "sub.example.com"));
      finds(lab, dialogues, ALL, inLinesForAll);
      finds(lab, dialogues, SOME, inLinesForSome);
    }
  }

  private static void finds(
      MailLab lab, Dialogues dialogues, MailPolicy policy, Map<String, String> mistakes)
      throws IOException, InterruptedException {
    Dialogues.Result right = hold(lab, dialogues, policy, UnaryOperator.identity());
    assertEquals(List.of(), right.wrong());
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      UnaryOperator<String> defect = text -> text.replace(mistake.getKey(), mistake.getValue());
      Dialogues.Result result = hold(lab, dialogues, policy, defect);
      assertFalse(result.wrong().isEmpty(), mistake + ": " + result);
    }
  }

  private static Dialogues.Result hold(
      MailLab lab, Dialogues dialogues, MailPolicy policy, UnaryOperator<String> defect)
      throws IOException, InterruptedException {
    HandWritten lists = new HandWritten(lab, defect);
    lists.write(policy.ruleset());
    lists.hook(!policy.domains().isEmpty());
    return dialogues.hold(policy.ruleset(), Dialogues.around(ACCEPTED));
  }

  @Test
  void postfix() throws Exception {
    finds(
        MailHost.POSTFIX,
        Map.of(
            "::/0 DEFER", "fe80::/10 DEFER",
            "DUNNO", "OK",
            "permit_mynetworks, ", "",
            "permit_sasl_authenticated, ", "",
            "192.0.2.36/31 DUNNO", "192.0.2.36 DUNNO"),
        Map.of("/@example", "/[@.]example"));
  }

  @Tag("nightly")
  @Test
  void exim() throws Exception {
    finds(
        MailHost.EXIM,
        Map.of(
            "192.0.2.1\n", "a bad line\n192.0.2.1\n",
            " 127.0.0.0/8 : ::::1 :", "",
            "!authenticated", "authenticated",
            "2001:db8::7", "2001:db8::6/127"),
        Map.of("example.com", "*example.com"));
  }
}
