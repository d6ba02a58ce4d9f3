package org.postern.pipeline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.text.AddressText;
import org.postern.host.BootId;
import org.postern.host.CommandRunner;
import org.postern.host.Connections;
import org.postern.host.HostAddresses;
import org.postern.host.Interfaces;
import org.postern.host.Invoker;
import org.postern.host.InvokerConnections;
import org.postern.host.OwnFolder;
import org.postern.host.ProcessRunner;
import org.postern.host.Progress;
import org.postern.host.ffm.KernelLinks;
import org.postern.pipeline.ask.LastGoodAddresses;
import org.postern.pipeline.ask.LastGoodLists;
import org.postern.pipeline.ask.Recollection;
import org.postern.pipeline.ask.SourceAsker;
import org.postern.policy.DnsSource;
import org.postern.policy.FileSource;
import org.postern.policy.LiteralSource;
import org.postern.policy.NamedSource;
import org.postern.policy.Policy;
import org.postern.policy.PtrSource;
import org.postern.policy.SpfSource;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;
import org.postern.source.KnownLists;
import org.postern.source.NameProofs;
import org.postern.source.NameServerExam;
import org.postern.source.Question;
import org.postern.source.Resolver;
import org.postern.source.dns.ConfirmedNames;
import org.postern.source.dns.DnsClient;
import org.postern.source.dns.DnsResolver;
import org.postern.source.dns.DnsSettings;
import org.postern.source.dns.MailExchangers;
import org.postern.source.dns.NamedResolver;
import org.postern.source.dns.PtrResolver;
import org.postern.source.dns.ResolvConf;
import org.postern.source.dns.ReverseNames;
import org.postern.source.dns.ServerExam;
import org.postern.source.dns.TrustAnchors;
import org.postern.source.dns.spf.SpfResolver;
import org.postern.source.file.ListFileResolver;
import org.postern.source.fixed.LiteralResolver;
import org.postern.source.url.HostLookup;
import org.postern.source.url.Patience;
import org.postern.source.url.UrlResolver;
import org.postern.state.StateStore;
import org.postern.target.HostSecrets;
import org.postern.target.SavedRules;
import org.postern.target.TargetKind;
import org.postern.target.api.kerio.KerioKind;
import org.postern.target.api.smartermail.SmarterMailKind;
import org.postern.target.feed.FeedKind;
import org.postern.target.iptables.IptablesKind;
import org.postern.target.iptables.IptablesTarget;
import org.postern.target.iptables.SavedFiles;
import org.postern.target.mail.MailHost;
import org.postern.target.mail.MailPlace;
import org.postern.target.mail.exim.EximKind;
import org.postern.target.mail.opensmtpd.OpensmtpdKind;
import org.postern.target.mail.postfix.PostfixKind;
import org.postern.target.mail.tcpserver.TcpserverKind;
import org.postern.target.mail.tcpwrappers.TcpwrappersKind;
import org.postern.target.nftables.NftNeighbourhood;
import org.postern.target.nftables.NftablesKind;
import org.postern.target.sheet.SheetKind;
import org.postern.target.windows.WindowsKind;
import org.postern.target.windows.exchange.Exchange2003Kind;
import org.postern.target.windows.exchange.ExchangeKind;
import org.postern.target.windows.exchange.OnlineKind;

/** Wires the program: the only list of sources and targets. */
public final class Assembly {
  /** The settings for names that are only shown: no reader waits long for them. */
  private static final DnsSettings NAMES =
      new DnsSettings(
          Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(3), 2, 16, 11, 100);

  /**
   * The settings for names that admit a peer, which repeats its packet after one second, and after
   * three.
   */
  private static final DnsSettings GATE =
      new DnsSettings(
          Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(2), 2, 16, 11, 1_000);

  private static final String ROOT = "root";

  private Assembly() {}

  /** Returns the kinds of targets there are, of this host. */
  public static Targets targets() {
    return targets(new ProcessRunner(), Progress.SILENT);
  }

  /** Returns the policies on disk, for the targets there are. */
  public static PolicyFiles policyFiles() {
    return new PolicyFiles(targets());
  }

  private static Targets targets(CommandRunner runner, Progress progress) {
    TargetKind nftables = new NftablesKind(progress);
    TargetKind iptables = new IptablesKind(runner, new NftNeighbourhood(), progress);
    TargetKind windows = new WindowsKind(runner);
    boolean root = ROOT.equals(System.getProperty("user.name"));
    MailHost host = new MailHost(runner, MailPlace.ANSWERS, root);
    TargetKind postfix = new PostfixKind(host);
    TargetKind exim = new EximKind(host);
    TargetKind tcpserver = new TcpserverKind(host);
    TargetKind opensmtpd = new OpensmtpdKind(host);
    TargetKind tcpwrappers = new TcpwrappersKind(host);
    AutoTarget auto =
        new AutoTarget(
            windows,
            nftables,
            iptables,
            NftNeighbourhood::exists,
            () -> IptablesTarget.othersUseLegacy(runner));
    return new Targets(
        List.of(
            nftables,
            iptables,
            windows,
            postfix,
            exim,
            opensmtpd,
            tcpserver,
            tcpwrappers,
            new ExchangeKind(runner, WindowsKind.isHere()),
            new OnlineKind(runner, WindowsKind.isHere()),
            new Exchange2003Kind(runner, WindowsKind.isHere()),
            new KerioKind(),
            new SheetKind(),
            new FeedKind(),
            new SmarterMailKind()),
        auto::choose,
        new HostSecrets());
  }

  /** Returns the rules that this host loads from files at boot. */
  public static SavedRules savedRules() {
    return new SavedFiles(Path.of("/"), new ProcessRunner());
  }

  /** Returns what asks single name servers how they answer. */
  public static NameServerExam nameServerExam() {
    return new ServerExam();
  }

  /** Returns a pipeline over this host that shows no progress. */
  public static Pipeline pipeline(Path state) {
    return pipeline(state, Progress.SILENT);
  }

  /** Returns a pipeline over this host. */
  public static Pipeline pipeline(Path state, Progress progress) {
    InstantSource clock = Clock.tickSeconds(ZoneOffset.UTC);
    CommandRunner runner = new ProcessRunner();
    StateStore store = new StateStore(state);
    NameProofs proofs = new NameProofs();
    Recollection recollection =
        new Recollection(new LastGoodLists(store), new LastGoodAddresses(store), proofs);
    SourceAsker asker = new SourceAsker(sources(clock, recollection, progress));
    Targets targets = targets(runner, progress);
    return new Pipeline(
        new PolicyFiles(targets),
        asker,
        store,
        targets,
        new Surroundings(
            policy -> new MailExchangers(client(policy, progress)),
            Assembly::resolvers,
            policy -> new ReverseNames(client(policy, NAMES, progress)),
            new Naming(
                policy -> new ConfirmedNames(client(policy, GATE, Progress.SILENT), clock), proofs),
            HostAddresses.ofSystem(),
            new Connections(Path.of("/proc/net")),
            InvokerConnections.ofSystem()::find,
            savedRules(),
            new Interfaces(Path.of("/sys/class/net"), new KernelLinks()),
            runner),
        new Actor(Invoker.describe(), clock, BootId::current),
        progress);
  }

  /** Returns what answers each kind of source, the nearest first. */
  static List<SourceAsker.Kind<?>> sources(
      InstantSource clock, Recollection before, Progress progress) {
    Patience patience = new Patience();
    KnownLists known = before.lists();
    LiteralResolver literals =
        new LiteralResolver(() -> LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()));
    List<SourceAsker.Kind<?>> told =
        List.of(
            new SourceAsker.Kind<>(LiteralSource.class, _ -> literals),
            new SourceAsker.Kind<>(FileSource.class, policy -> lists(policy, known)),
            new SourceAsker.Kind<>(DnsSource.class, policy -> dns(policy, progress)),
            new SourceAsker.Kind<>(
                SpfSource.class, policy -> new SpfResolver(client(policy, progress))),
            new SourceAsker.Kind<>(
                PtrSource.class, policy -> names(policy, before, clock, progress)),
            new SourceAsker.Kind<>(UrlSource.class, policy -> web(policy, known, patience)));
    List<SourceAsker.Kind<?>> all = new ArrayList<>(told);
    all.add(
        new SourceAsker.Kind<>(
            NamedSource.class, policy -> named(policy, told, before, clock, progress)));
    return List.copyOf(all);
  }

  private static Resolver<NamedSource> named(
      Policy policy,
      List<SourceAsker.Kind<?>> told,
      Recollection before,
      InstantSource clock,
      Progress progress) {
    NamedResolver.Inner inner =
        (sources, report) -> {
          Map<Question, Answer> answers = new LinkedHashMap<>();
          told.forEach(kind -> answers.putAll(kind.only(sources, policy, report)));
          return answers;
        };
    return new NamedResolver(
        inner,
        new ConfirmedNames(client(policy, progress), clock),
        policy.resolve(),
        before.addresses());
  }

  private static Resolver<PtrSource> names(
      Policy policy, Recollection before, InstantSource clock, Progress progress) {
    return new PtrResolver(
        client(policy, progress), policy.resolve(), before.addresses(), before.proofs(), clock);
  }

  private static Resolver<UrlSource> web(Policy policy, KnownLists known, Patience patience) {
    return new UrlResolver(known, policy.resolve().deadline(), patience, HostLookup.SYSTEM);
  }

  private static Resolver<FileSource> lists(Policy policy, KnownLists known) {
    return new ListFileResolver(OwnFolder.of(Path.of(policy.file())), known);
  }

  private static Resolver<DnsSource> dns(Policy policy, Progress progress) {
    return new DnsResolver(client(policy, progress), () -> validating(policy, progress));
  }

  private static DnsClient validating(Policy policy, Progress progress) {
    DnsSettings settings = DnsSettings.DEFAULT.withDeadline(policy.resolve().deadline());
    TrustAnchors anchors = new TrustAnchors(policy.resolve().anchors().map(Path::of));
    return DnsClient.validating(servers(policy), settings, anchors, progress);
  }

  private static DnsClient client(Policy policy, Progress progress) {
    DnsSettings settings = DnsSettings.DEFAULT.withDeadline(policy.resolve().deadline());
    return client(policy, settings, progress);
  }

  /**
   * Returns a client for the servers of the policy, or of the system; the options of the system are
   * about its own servers.
   */
  private static DnsClient client(Policy policy, DnsSettings settings, Progress progress) {
    if (policy.resolve().servers().isEmpty()) {
      ResolvConf system = ResolvConf.system();
      return new DnsClient(system.servers(), system.applied(settings), progress);
    }
    return new DnsClient(servers(policy), settings, progress);
  }

  private static List<InetSocketAddress> servers(Policy policy) {
    List<String> named = policy.resolve().servers();
    return named.isEmpty()
        ? ResolvConf.system().servers()
        : named.stream().map(Assembly::server).toList();
  }

  /**
   * Returns the name servers that are needed. Where one of them is this host's own, the uplinks are
   * as needful.
   */
  private static List<InetSocketAddress> resolvers(Policy policy) {
    List<InetSocketAddress> resolvers = new ArrayList<>(servers(policy));
    if (resolvers.stream().anyMatch(server -> server.getAddress().isLoopbackAddress())) {
      resolvers.addAll(ResolvConf.uplinks());
    }
    return resolvers;
  }

  /**
   * Reads a server; the parser has checked the form {@code 192.0.2.53:53} or {@code
   * [2001:db8::53]:53}.
   */
  private static InetSocketAddress server(String text) {
    int colon = text.lastIndexOf(':');
    String address = text.substring(0, colon).replace("[", "").replace("]", "");
    int port = Integer.parseInt(text.substring(colon + 1));
    return switch (AddressText.parse(address)) {
      case AddressText.Ok ok -> socket(ok.interval().first().toBytes(), port);
      case AddressText.Wrong wrong ->
          throw new IllegalStateException(text + " was checked by the parser");
    };
  }

  private static InetSocketAddress socket(byte[] address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
