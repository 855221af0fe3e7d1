package dev.freehold.kernel.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of mail beside those of the server, {@code spring.mail.*}.
 *
 * @param from the sender of everything that Freehold mails
 */
@ConfigurationProperties("freehold.mail")
public record MailSettings(@DefaultValue("freehold@localhost") String from) {}
