package dev.freehold.accounts.domains;

import java.util.List;

/** The TXT records of a name in the DNS. */
interface TxtRecords {

  /**
   * What stands there; nothing if the name does not exist or has no such record.
   *
   * @throws DnsUnreachable if nobody could say
   */
  List<String> of(String name);

  /** No server of the DNS gave an answer that means anything. */
  final class DnsUnreachable extends RuntimeException {

    DnsUnreachable(String message) {
      super(message);
    }
  }
}
