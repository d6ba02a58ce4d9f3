package org.postern.host.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides whether a server is the one that is meant. A pinned key is enough: the signature and the
 * dates of its certificate do not count then. Without a pin, or where a CA is named too, the
 * certificate has to be signed by that CA, or by one that Java trusts, be valid now, and be for the
 * server's name.
 */
public final class ServerTrust extends X509ExtendedTrustManager {
  private final Optional<ServerKey> pin;
  private final Optional<X509ExtendedTrustManager> authorities;

  private ServerTrust(Optional<ServerKey> pin, Optional<X509ExtendedTrustManager> authorities) {
    this.pin = pin;
    this.authorities = authorities;
  }

  /** A server that is not the one that is meant; the message says why, the remedy what to do. */
  public static final class Distrusted extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    Distrusted(String message, String remedy) {
      super(message);
      this.remedy = remedy;
    }

    /** Returns the remedy in words. */
    public String remedy() {
      return remedy;
    }
  }

  /**
   * Returns a context for connections to one server.
   *
   * @param pin the pin of the key
   * @param ca a file of certificates in PEM
   * @throws NoAuthorityException when the file is missing, or holds no certificate
   */
  public static SSLContext context(Optional<ServerKey> pin, Optional<Path> ca)
      throws NoAuthorityException {
    try {
      Optional<X509ExtendedTrustManager> authorities =
          pin.isPresent() && ca.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  authorities(ca.isPresent() ? Optional.of(store(ca.get())) : Optional.empty()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          null, new TrustManager[] {new ServerTrust(pin, authorities)}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static X509ExtendedTrustManager authorities(Optional<KeyStore> store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (store.isPresent()) {
      factory.init(store.get());
    } else {
      factory.init((KeyStore) null);
    }
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
  }

  private static KeyStore store(Path ca) throws NoAuthorityException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, new char[0]);
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new CertificateException("none");
      }
      for (Certificate one : found) {
        store.setCertificateEntry("ca" + store.size(), one);
      }
      return store;
    } catch (CertificateException e) {
      throw new NoAuthorityException(
          "there is no certificate of a CA in " + ca,
          "write it there in PEM: -----BEGIN CERTIFICATE----- and what follows",
          e);
    } catch (IOException e) {
      throw new NoAuthorityException(
          "the certificate of its CA cannot be read, " + ca,
          "write it there in PEM, open to the user that runs this",
          e);
    }
  }

  private interface Check {
    void run(X509ExtendedTrustManager authorities) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    X509Certificate server = chain[0];
    if (pin.isPresent() && !pin.get().matches(server)) {
      throw new Distrusted(
          "it has another key than its pin says",
          "if it has a new one, take that over from the server itself, not from here: it shows "
              + ServerKey.ofKey(server));
    }
    if (authorities.isPresent()) {
      try {
        // A certificate that is in the file itself is trusted by Java without a look at its dates.
        server.checkValidity();
        check.run(authorities.get());
      } catch (CertificateException e) {
        throw new Distrusted(
            reason(server, e),
            "name its CA by ca: FILE, or write the key that the server itself shows, pin: "
                + ServerKey.ofKey(server));
      }
    }
  }

  private static String reason(X509Certificate server, CertificateException e) {
    for (Throwable one = e; one != null; one = one.getCause()) {
      if (one instanceof CertificateExpiredException) {
        return "its certificate was valid until %s, or that of its CA is not valid any more"
            .formatted(server.getNotAfter().toInstant());
      }
      if (one instanceof CertificateNotYetValidException) {
        return "its certificate is valid from %s, or the clock of this host is wrong"
            .formatted(server.getNotBefore().toInstant());
      }
    }
    for (Throwable one = e; one != null; one = one.getCause()) {
      if (one instanceof CertPathBuilderException || one instanceof CertPathValidatorException) {
        return "its certificate is signed by no CA that is trusted here";
      }
    }
    return "its certificate is not for this name, or is not one of a server";
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, authority -> authority.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, authority -> authority.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a server without a name is not trusted");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no client is asked");
  }

  /**
   * Returns nothing, which means any: a chain that does not lead to a known certificate is refused
   * by the checks above.
   */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
