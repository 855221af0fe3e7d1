package dev.freehold.kernel;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the whole program.
 *
 * @param data the folder that holds everything kept on this machine
 * @param url the address under which people and programs reach Freehold, without a slash at the end
 */
@ConfigurationProperties("freehold")
public record KernelSettings(Path data, @DefaultValue("http://localhost:8080") String url) {}
