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
 * Where a server is, how it is recognised, and who asks it.
 *
 * @param at its address; empty for a kind that is bound without options, which is never reached
 * @param user the name to log in with
 * @param secret where the password is kept
 * @param pin its key
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

  /** What a policy may write for every such system. */
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

  /** The options without which no such system can be reached. */
  public static final Set<String> REQUIRED = Set.of(AT, USER, TargetBinding.SECRET);

  /** What a policy may write: the options of every such system, and those of one kind. */
  public static Map<String, TargetOption> options(Map<String, TargetOption> own) {
    Map<String, TargetOption> all = new TreeMap<>(own);
    all.putAll(KNOWN);
    return Map.copyOf(all);
  }

  /** That of a binding, checked before. */
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
   * Begins to talk to it. Nothing is sent yet.
   *
   * @throws TargetException when it is not said where it is, or its CA cannot be read
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
