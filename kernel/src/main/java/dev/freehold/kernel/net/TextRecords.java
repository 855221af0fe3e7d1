package dev.freehold.kernel.net;

import java.util.List;

/** The TXT records of a name; tests answer in the place of DNS. */
@FunctionalInterface
public interface TextRecords {

  /**
   * @return empty if there are none, or there is no such name
   * @throws OutboundFailed if nobody answered
   */
  List<String> of(String name);
}
