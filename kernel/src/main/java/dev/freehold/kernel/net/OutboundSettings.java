package dev.freehold.kernel.net;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of calls to addresses that tenants type in.
 *
 * @param allowed hosts with their ports, such as {@code login.intranet:8443}, that may be called
 *     although they are not public, and without TLS; whoever runs the program answers for them
 * @param nameServer which one is asked for TXT records, as {@code host:port}; empty for those of
 *     the machine
 */
@ConfigurationProperties("freehold.outbound")
public record OutboundSettings(
    @DefaultValue Set<String> allowed, @DefaultValue("") String nameServer) {}
