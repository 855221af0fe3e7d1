package dev.freehold.server;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** The web application: every module's beans. */
@SpringBootApplication(
    scanBasePackages = "dev.freehold",
    exclude = {DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
public class FreeholdApplication {}
