package org.postern.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * A list that a provider publishes on the web.
 *
 * @param address where
 * @param form the form in which it is published
 * @param families the families that are taken
 * @param server the means by which its server is recognised
 * @param content the means by which its bytes are recognised
 */
public record UrlSource(
    Span span,
    WebAddress address,
    ListForm form,
    Set<Family> families,
    Server server,
    Content content)
    implements SourceSpec {
  public UrlSource {
    families = Set.copyOf(families);
  }

  /**
   * The means by which a server is recognised, beside or instead of the CAs that Java trusts.
   *
   * @param pin the server's key or certificate, as {@link ServerPin} has it
   * @param ca the file of its CA
   */
  public record Server(Optional<String> pin, Optional<Authority> ca) {
    /** A server that is verified by the CAs that Java trusts. */
    public static final Server PUBLIC = new Server(Optional.empty(), Optional.empty());

    private String described() {
      return pin.map(" pin "::concat).orElse("") + ca.map(file -> " ca " + file.path()).orElse("");
    }
  }

  /**
   * The means by which the bytes of a list are recognised, whichever server handed them on.
   *
   * @param sha256 the SHA-256 of all bytes, in lower case, for a list that never changes
   * @param signature the signature beside the list
   */
  public record Content(Optional<String> sha256, Optional<ListSignature> signature) {
    /** A content that only the server vouches for. */
    public static final Content ANY = new Content(Optional.empty(), Optional.empty());

    private String described() {
      return sha256.map(" sha256 "::concat).orElse("")
          + signature.map(one -> " signature " + one.key()).orElse("");
    }
  }

  /**
   * The file of a CA.
   *
   * @param path relative to the policy file, even where an include names it, or absolute
   * @param resolvedPath the path to open
   */
  public record Authority(String path, String resolvedPath) {}

  @Override
  public UrlSource withSpan(Span other) {
    return new UrlSource(other, address, form, families, server, content);
  }

  /** Returns a copy whose server has a CA that goes by this path. */
  public UrlSource withAuthority(Authority ca) {
    return new UrlSource(
        span, address, form, families, new Server(server.pin(), Optional.of(ca)), content);
  }

  @Override
  public String kindWord() {
    return "url";
  }

  @Override
  public String value() {
    return address.text();
  }

  /**
   * Returns an id that holds all that decides what is taken, so that no other source stands in for
   * this.
   */
  @Override
  public String id() {
    return SourceSpec.super.id() + form.text() + server.described() + content.described();
  }

  @Override
  public Origin origin() {
    return Origin.PROVIDER;
  }

  @Override
  public List<String> texts() {
    List<String> texts = new ArrayList<>(List.of(value(), address.host()));
    server.ca().ifPresent(file -> texts.addAll(List.of(file.path(), file.resolvedPath())));
    return texts;
  }
}
