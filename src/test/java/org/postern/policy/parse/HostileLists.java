package org.postern.policy.parse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Random lists: what is right, what is nearly right, and what no list should hold. */
public final class HostileLists {
  private static final String[] BREAKS = {"\n", "\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n"};

  private static final String[] BEHIND = {
    "",
    "",
    "",
    "",
    " ",
    "\t",
    " # c",
    "#c",
    " relay",
    "\trelay two",
    " relay # c",
    " a  b",
    " 9",
    " node9 of many",
    " - x",
    " ; x",
    " // x",
    " a.b.c",
    " v1.2",
    " x:y",
    " \u00FC",
    " -",
    " to 9",
    "\u00A0x",
    " a\u0007",
    " \uD83D\uDE00",
    ",",
    ";",
    " , 192.0.2.9",
    " 255.255.255.0",
    " \u202Ex",
    " host1.example.net",
    " provider 0",
    " to 192.0.2.9",
    " TO 9",
    " upto 9",
    " up to 192.0.2.9",
    " y 192.0.2.9",
    " and 2001:db8::9",
    " mask 255.255.255.0",
    " Subnet mask 255.0.0.0",
    " wildcard 0.0.0.255",
    " bis 9",
    " a,192.0.2.9",
    " a1.b | 192.0.2.9",
    " a b 192.0.2.9",
    " x1.2.3.4",
    " 1.2.3.4.example",
    " 9a",
    " relay -",
    " relay,",
    " o 9",
    " through ::9",
    " until 192.0.2.9 x",
    " thru. 192.0.2.9",
    " 2nd.9",
    " to1.2.3.4",
    " a:b 9"
  };

  private static final String[] WHOLE = {
    "",
    "",
    "# comment",
    " # comment",
    "; comment",
    "// comment",
    "\t",
    "node.example",
    "<html>",
    "{\"a\": 1}",
    "192.0.2",
    "10.1",
    "010.0.0.1",
    "192.0.2.1.5",
    "192.0.2.256",
    "1.2.3.4.",
    "::ffff:1.2.3.4",
    "::ffff:c000:201",
    "2001:db8::/129",
    "192.0.2.0/33",
    "192.0.2.1/24",
    "192.0.2.0/024",
    "192.0.2.0/0.0.0.255",
    "192.0.2.0/255.255.255.0",
    "192.0.2.0/255.0.255.0",
    "10.0.0.0/255.0.0.0",
    "192.0.2.9-192.0.2.1",
    "192.0.2.1-2001:db8::1",
    "[2001:db8::1]",
    "2001:db8::1%eth0",
    "::",
    "::/0",
    "0.0.0.0/0",
    "255.255.255.255",
    "::1-::9",
    "1:2:3:4:5:6:7::",
    "1::2::3",
    ":::",
    "1:2",
    "192.0.2.1:25",
    "0x7f.1.2.3",
    "192.0.2.*",
    "2001:db8:::1",
    "12345::",
    "::g",
    "1.2.3.4/32",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "\0"
  };

  private HostileLists() {}

  /** A list of so many lines. */
  public static byte[] list(Random random, int lines) {
    StringBuilder list = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    for (int line = 0; line < lines; line++) {
      list.append(random.nextInt(10) == 0 ? "  " : "");
      list.append(entry(random)).append(BEHIND[random.nextInt(BEHIND.length)]);
      list.append(BREAKS[random.nextInt(BREAKS.length)]);
    }
    byte[] bytes = ListTexts.bytes(list.toString());
    int mutations = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
    for (int mutation = 0; mutation < mutations; mutation++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String entry(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> WHOLE[random.nextInt(WHOLE.length)];
      case 1, 2 -> groups(random);
      case 3 -> groups(random) + "/" + random.nextInt(131);
      case 4 -> quad(random) + "/" + random.nextInt(34);
      case 5 -> quad(random) + "-" + quad(random);
      case 6 -> groups(random) + "-" + groups(random);
      case 7 -> quad(random) + "/" + quad(random);
      case 8 -> mutated(quad(random) + "/" + random.nextInt(33), random);
      case 9 -> mutated(groups(random), random);
      default -> quad(random);
    };
  }

  /** Numbers that tend to be zero, small, or near the limit. */
  private static String quad(Random random) {
    int[] numbers = new int[4];
    for (int index = 0; index < 4; index++) {
      numbers[index] =
          switch (random.nextInt(6)) {
            case 0, 1 -> 0;
            case 2 -> 255;
            case 3 -> random.nextInt(300);
            default -> random.nextInt(256);
          };
    }
    return numbers[0] + "." + numbers[1] + "." + numbers[2] + "." + numbers[3];
  }

  private static String groups(Random random) {
    int count = random.nextInt(3) == 0 ? 8 : random.nextInt(9);
    StringBuilder text = new StringBuilder();
    int gap = count < 8 || random.nextInt(9) == 0 ? random.nextInt(count + 1) : -1;
    for (int index = 0; index < count; index++) {
      text.append(index == gap ? "::" : index > 0 ? ":" : "");
      String digits = Integer.toHexString(random.nextInt(1 << (4 * (1 + random.nextInt(4)))));
      text.append(random.nextInt(5) == 0 ? digits.toUpperCase(Locale.ROOT) : digits);
    }
    return text.append(gap == count ? "::" : "").toString();
  }

  private static String mutated(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    String alphabet = "0123456789abcdef.:/- %x";
    bytes[random.nextInt(bytes.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
