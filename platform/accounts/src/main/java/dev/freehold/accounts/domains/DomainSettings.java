package dev.freehold.accounts.domains;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where custom domains are looked up.
 *
 * @param dnsServer {@code host} or {@code host:port} of a server of the DNS; the machine's own if
 *     empty
 */
@ConfigurationProperties("freehold.domains")
record DomainSettings(@DefaultValue("") String dnsServer) {}
