package dev.freehold.analytics.sites;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freehold.analytics.collect.Network;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Names for visitors whom nobody knows: the same for a network and browser on one site all day, and
 * another one tomorrow, without anything kept in the browser.
 *
 * <p>Source: Plausible's data policy, hash(daily_salt + domain + ip + user_agent); here with the
 * tenant too, as an HMAC, and of the network instead of the whole address.
 */
@Component
class Visitors {

  static final String PREFIX = "visitor_";

  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 16;

  private final VisitorSalts salts;

  Visitors(VisitorSalts salts) {
    this.salts = salts;
  }

  String of(SiteTable.Route site, InetAddress address, @Nullable String userAgent) {
    var who =
        String.join(
            "\n",
            site.tenantId().toString(),
            site.id().toString(),
            Network.of(address),
            userAgent == null ? "" : userAgent);
    var hash = Arrays.copyOf(hmac(salts.today(), who), BYTES);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static byte[] hmac(byte[] salt, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(salt, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
