package org.postern.target.api;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.host.tls.NoAuthorityException;
import org.postern.host.tls.ServerKey;
import org.postern.host.tls.ServerTrust;
import org.postern.plan.TargetOption;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;
import org.postern.target.Secret;
import org.postern.target.Secrets;
import org.postern.target.TargetException;

/**
 * The address of a server, how it is authenticated, and the user who logs in.
 *
 * @param at its address; empty for a kind that is bound without options, which is never reached
 * @param user the name to log in with
 * @param secret the reference to the password
 * @param pin the pin of the server's public key
 * @param ca the file of the CA that has signed its certificate
 */
public record ApiServer(
    Optional<String> at,
    String user,
    Optional<SecretReference> secret,
    Optional<String> pin,
    Optional<Path> ca) {
  private static final String AT = "at";
  private static final String USER = "user";
  private static final String PIN = "pin";
  private static final String CA = "ca";

  /** The options of every system with an API. */
  private static final Map<String, TargetOption> KNOWN =
      Map.of(
          AT,
          new TargetOption.Url(),
          USER,
          new TargetOption.Text(),
          TargetBinding.SECRET,
          new TargetOption.Secret(),
          PIN,
          new TargetOption.Pin(),
          CA,
          new TargetOption.FilePath());

  /** The options without which no system with an API can be reached. */
  public static final Set<String> REQUIRED = Set.of(AT, USER, TargetBinding.SECRET);

  /**
   * Returns the options that a policy may set: those of every system with an API, and those of one
   * kind.
   */
  public static Map<String, TargetOption> options(Map<String, TargetOption> own) {
    Map<String, TargetOption> all = new TreeMap<>(own);
    all.putAll(KNOWN);
    return Map.copyOf(all);
  }

  /** Returns the server of a binding that was checked before. */
  public static ApiServer of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    return new ApiServer(
        Optional.ofNullable(options.get(AT)),
        options.getOrDefault(USER, ""),
        Optional.ofNullable(options.get(TargetBinding.SECRET)).flatMap(SecretReference::of),
        Optional.ofNullable(options.get(PIN)),
        Optional.ofNullable(options.get(CA)).map(Path::of));
  }

  /**
   * Opens a client of the server. Nothing is sent yet.
   *
   * @throws TargetException when the address is not set, or the file of the CA cannot be read
   */
  public ApiClient open(ApiLimits limits) throws TargetException {
    URI server = URI.create(at.orElseThrow(() -> unnamed(AT)));
    try {
      return new ApiClient(server, ServerTrust.context(pin.map(ServerKey::of), ca), limits);
    } catch (NoAuthorityException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e.remedy());
    }
  }

  /** Reads the password. */
  public Secret password(Secrets secrets) throws TargetException {
    return secrets.read(secret.orElseThrow(() -> unnamed(TargetBinding.SECRET)));
  }

  private static TargetException unnamed(String option) {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE,
        "it has no option " + option,
        "bind it in targets, with " + String.join(", ", REQUIRED.stream().sorted().toList()));
  }
}
