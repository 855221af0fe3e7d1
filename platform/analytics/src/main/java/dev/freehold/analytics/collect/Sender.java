package dev.freehold.analytics.collect;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A browser that sends events about the person before it, through the key of a site.
 *
 * @param visitor stands for the person while nobody says who they are
 */
public record Sender(String visitor, InetAddress ip, @Nullable String userAgent) {}
