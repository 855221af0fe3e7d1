package dev.freehold.kernel.net;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** Asks one name server, or those that this machine uses. */
final class DnsTextRecords implements TextRecords {

  private static final String TIMEOUT_MILLIS = "2000";
  private static final String TRIES = "2";

  private final String nameServer;

  /**
   * @param nameServer empty for those of the machine
   */
  DnsTextRecords(String nameServer) {
    this.nameServer = nameServer;
  }

  /**
   * JNDI's DNS provider reads text; the deserialising that JNDI is feared for is LDAP's and RMI's.
   */
  @Override
  @SuppressWarnings("BanJNDI")
  public List<String> of(String name) {
    var settings = new Hashtable<String, String>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.put(Context.PROVIDER_URL, nameServer.isEmpty() ? "dns:" : "dns://" + nameServer);
    settings.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
    settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
    try {
      var context = new InitialDirContext(settings);
      try {
        var found = context.getAttributes(name + ".", new String[] {"TXT"}).get("TXT");
        var texts = new ArrayList<String>();
        for (int i = 0; found != null && i < found.size(); i++) {
          texts.add(String.valueOf(found.get(i)).replace("\"", ""));
        }
        return texts;
      } finally {
        context.close();
      }
    } catch (NameNotFoundException e) {
      return List.of();
    } catch (NamingException e) {
      throw new OutboundFailed("the name servers did not answer for " + name, e);
    }
  }
}
