package org.postern.policy.parse.read;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;
import org.postern.policy.ListForm;
import org.postern.policy.ListSignature;
import org.postern.policy.ServerPin;
import org.postern.policy.SourceSpec;
import org.postern.policy.UrlSource;
import org.postern.policy.WebAddress;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads sources that are addresses of the web. */
final class UrlReader {
  private static final String EXAMPLE = "https://example.net/nodes.txt";

  /**
   * Matches an address with a user in front of its last {@code @}, between the scheme and the path.
   */
  private static final Pattern USER = Pattern.compile("[^/?#]*//[^/?#]*@.*|[^/?#]*@.*");

  private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*):(//.*)");

  private static final Pattern DIGEST = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final String OF_DIGEST = "the 64 digits that sha256sum prints for the list";

  static final Fields.Keys SIGNATURE = Fields.Keys.of("a signature", "url", "key");
  private static final String OF_KEY =
      "what stands between the lines of openssl pkey -in FILE -pubout";

  private final Values values;
  private final FormReader forms;

  UrlReader(Values values) {
    this.values = values;
    this.forms = new FormReader(values);
  }

  /** Reads {@code url}, with the keys that go with it. */
  Optional<SourceSpec> url(Node node, Fields fields) {
    if (node instanceof Node.Items items) {
      NamedSources.addSeveral(values.scope(), items, "url", "address");
      return Optional.empty();
    }
    Optional<Node.Scalar> written = values.scalar(node, "an address of the web");
    Optional<WebAddress> address = written.flatMap(this::address);
    UrlSource.Server server = server(fields);
    UrlSource.Content content =
        new UrlSource.Content(
            fields.get("sha256").flatMap(this::digest),
            fields.get("signature").flatMap(this::signature));
    Optional<ListForm> form = forms.form(fields);
    return address
        .filter(_ -> form.isPresent())
        .map(
            one ->
                new UrlSource(
                    node.span(),
                    one,
                    form.orElseThrow(),
                    NamedSources.families(values, fields),
                    server,
                    content));
  }

  private UrlSource.Server server(Fields fields) {
    Optional<String> pin = fields.get("pin").flatMap(this::pin);
    Optional<UrlSource.Authority> ca =
        fields
            .get("ca")
            .flatMap(values::path)
            .map(Node.Scalar::text)
            .map(path -> new UrlSource.Authority(path, values.resolved(path)));
    return new UrlSource.Server(pin, ca);
  }

  private Optional<ListSignature> signature(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), SIGNATURE, node);
    Optional<WebAddress> at =
        fields
            .flatMap(f -> f.require("url", node.span(), "url: " + EXAMPLE + ".sig"))
            .flatMap(one -> values.scalar(one, "an address of the web"))
            .flatMap(this::address);
    Optional<String> key =
        fields.flatMap(f -> f.require("key", node.span(), "key: " + OF_KEY)).flatMap(this::key);
    return at.flatMap(one -> key.map(text -> new ListSignature(one, text)));
  }

  private Optional<String> key(Node node) {
    Optional<Node.Scalar> scalar = values.scalar(node, OF_KEY);
    Optional<String> key = scalar.map(Node.Scalar::text).filter(ListSignature::isKey);
    if (scalar.isPresent() && key.isEmpty()) {
      add(scalar.get(), "is not a public key of Ed25519", "write " + OF_KEY);
    }
    return key;
  }

  private Optional<String> digest(Node node) {
    Optional<Node.Scalar> scalar = values.scalar(node, OF_DIGEST);
    Optional<String> digest =
        scalar.map(Node.Scalar::text).filter(text -> DIGEST.matcher(text).matches());
    if (scalar.isPresent() && digest.isEmpty()) {
      add(scalar.get(), "is not a SHA-256", "write " + OF_DIGEST);
    }
    return digest.map(text -> text.toLowerCase(Locale.ROOT));
  }

  private Optional<String> pin(Node node) {
    Optional<Node.Scalar> scalar = values.scalar(node, ServerPin.FORM);
    Optional<String> pin = scalar.map(Node.Scalar::text).filter(ServerPin::matches);
    if (scalar.isPresent() && pin.isEmpty()) {
      add(scalar.get(), "is not a pin", "write " + ServerPin.FORM);
    }
    return pin;
  }

  /**
   * Reads an address. What stands before the name of a server may be a password, and is not
   * repeated in a message.
   */
  Optional<WebAddress> address(Node.Scalar scalar) {
    String text = scalar.text();
    if (USER.matcher(text).matches()) {
      values.add(
          Code.LITERAL_SECRET,
          scalar.span().withoutExcerpt(),
          "a user or password does not stand in an address",
          "write the address without it, such as " + EXAMPLE);
      return Optional.empty();
    }
    Optional<WebAddress> address = WebAddress.of(text);
    if (address.isEmpty()) {
      addWrong(scalar);
    }
    return address;
  }

  private void addWrong(Node.Scalar scalar) {
    String text = scalar.text();
    int fragment = text.indexOf('#');
    Matcher scheme = SCHEME.matcher(text);
    if (fragment >= 0 && WebAddress.of(text.substring(0, fragment)).isPresent()) {
      add(
          scalar,
          "has a part of a page in it, which no server is asked for",
          "write " + text.substring(0, fragment));
    } else if (scheme.matches() && !scheme.group(1).equalsIgnoreCase("https")) {
      Optional<String> secure =
          Optional.of("https:" + scheme.group(2)).filter(one -> WebAddress.of(one).isPresent());
      add(
          scalar,
          "is not asked by HTTPS, so that anyone on the way could answer",
          "write " + secure.orElse(EXAMPLE));
    } else {
      Optional<String> whole =
          Optional.of("https://" + text).filter(one -> WebAddress.of(one).isPresent());
      add(scalar, "is not an address of the web", "write " + whole.orElse(EXAMPLE));
    }
  }

  private void add(Node.Scalar scalar, String what, String fix) {
    values.add(Code.BAD_URL, scalar.span(), Words.quoted(scalar.text()) + " " + what, fix);
  }
}
