package dev.freehold.accounts.domains;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the DNS, through the machine's servers or one that the settings name; nothing is cached. */
final class DnsTxtRecords implements TxtRecords {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int RETRIES = 2;
  private static final int DNS_PORT = 53;

  private final Resolver resolver;

  /**
   * @param server {@code host} or {@code host:port}; the machine's own servers if empty
   */
  DnsTxtRecords(String server) {
    try {
      this.resolver = server.isEmpty() ? machines() : named(server);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("freehold.domains.dns-server names no host: " + server, e);
    }
    resolver.setTimeout(TIMEOUT);
  }

  private static Resolver machines() {
    var resolver = new ExtendedResolver();
    resolver.setRetries(RETRIES);
    return resolver;
  }

  private static Resolver named(String server) throws UnknownHostException {
    int colon = server.lastIndexOf(':');
    var host = colon < 0 ? server : server.substring(0, colon);
    var simple = new SimpleResolver(host);
    simple.setPort(colon < 0 ? DNS_PORT : Integer.parseInt(server.substring(colon + 1)));
    var resolver = new ExtendedResolver(new Resolver[] {simple});
    resolver.setRetries(RETRIES);
    return resolver;
  }

  @Override
  public List<String> of(String name) {
    var lookup = lookup(name);
    var records = lookup.run();
    return switch (lookup.getResult()) {
      case Lookup.SUCCESSFUL ->
          Arrays.stream(Objects.requireNonNull(records))
              .map(record -> String.join("", ((TXTRecord) record).getStrings()))
              .toList();
      case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
      default -> throw new DnsUnreachable(name + ": " + lookup.getErrorString());
    };
  }

  private Lookup lookup(String name) {
    try {
      var lookup = new Lookup(name + ".", Type.TXT, DClass.IN);
      lookup.setResolver(resolver);
      lookup.setCache(null);
      lookup.setHostsFileParser(null);
      return lookup;
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
