package dev.freehold.analytics.collect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a person came, in a word: by what the link says of itself, or else by who links. Hosts are
 * matched whole or as the end of a longer name; search engines with a national domain by its
 * beginning.
 */
final class Channel {

  private static final Set<String> PAID =
      Set.of("cpc", "ppc", "cpm", "cpv", "paid", "display", "banner");
  private static final Set<String> SOCIAL_SITES =
      Set.of(
          "facebook.com",
          "fb.com",
          "instagram.com",
          "threads.net",
          "threads.com",
          "x.com",
          "t.co",
          "twitter.com",
          "linkedin.com",
          "lnkd.in",
          "reddit.com",
          "youtube.com",
          "youtu.be",
          "pinterest.com",
          "tiktok.com",
          "snapchat.com",
          "bsky.app",
          "mastodon.social",
          "vk.com",
          "xing.com",
          "quora.com",
          "tumblr.com",
          "discord.com",
          "whatsapp.com",
          "wa.me",
          "telegram.org",
          "t.me",
          "news.ycombinator.com");
  private static final Set<String> SEARCH_SITES =
      Set.of(
          "bing.com",
          "duckduckgo.com",
          "ecosia.org",
          "qwant.com",
          "startpage.com",
          "baidu.com",
          "search.brave.com",
          "kagi.com",
          "seznam.cz",
          "naver.com",
          "perplexity.ai",
          "yep.com",
          "swisscows.com",
          "mojeek.com",
          "sogou.com",
          "ask.com",
          "search.aol.com");
  private static final Set<String> SEARCH_NAMES = Set.of("google", "yahoo", "yandex");
  private static final Set<String> MAIL_SITES =
      Set.of(
          "mail.google.com",
          "mail.yahoo.com",
          "outlook.live.com",
          "outlook.office.com",
          "outlook.office365.com",
          "mail.proton.me",
          "mail.gmx.net",
          "navigator.web.de",
          "mail.yandex.ru",
          "app.fastmail.com");

  /** {@code co}, {@code com}: below them a country lets its domains begin. */
  private static final int MAX_SECOND_LEVEL = 3;

  private Channel() {}

  /** Null when nothing is known, or when the person was on the site already. */
  static @Nullable String of(PageAddress page, Referrer referrer) {
    if (page.utmMedium() != null) {
      return ofMedium(page.utmMedium().toLowerCase(Locale.ROOT));
    }
    if (referrer.host() != null) {
      return ofHost(referrer.host());
    }
    if (page.utmSource() != null) {
      return "campaign";
    }
    return page.host() == null || referrer.isOwn() ? null : "direct";
  }

  private static String ofMedium(String medium) {
    if (PAID.contains(medium) || medium.startsWith("paid") || medium.startsWith("cp")) {
      return "paid";
    }
    return switch (medium) {
      case "email", "e-mail", "mail", "newsletter" -> "email";
      case "social", "social-media", "social_media", "sm" -> "social";
      case "organic", "search" -> "search";
      case "affiliate", "affiliates", "partner" -> "affiliate";
      case "referral", "link" -> "referral";
      default -> "campaign";
    };
  }

  private static String ofHost(String host) {
    if (isOneOf(host, MAIL_SITES)) {
      return "email";
    }
    if (isOneOf(host, SEARCH_SITES) || isSearchName(host)) {
      return "search";
    }
    return isOneOf(host, SOCIAL_SITES) ? "social" : "referral";
  }

  private static boolean isOneOf(String host, Set<String> sites) {
    for (var name = host; !name.isEmpty(); ) {
      if (sites.contains(name)) {
        return true;
      }
      int dot = name.indexOf('.');
      name = dot < 0 ? "" : name.substring(dot + 1);
    }
    return false;
  }

  /** {@code google.de}, {@code google.co.uk}, {@code de.search.yahoo.com}. */
  private static boolean isSearchName(String host) {
    var labels = host.split("\\.", -1);
    int domain = labels.length - 2;
    if (domain > 0 && labels[domain].length() <= MAX_SECOND_LEVEL) {
      domain--;
    }
    return domain >= 0 && SEARCH_NAMES.contains(labels[domain]);
  }
}
