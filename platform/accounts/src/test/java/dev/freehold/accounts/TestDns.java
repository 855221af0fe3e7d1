package dev.freehold.accounts;

import dev.freehold.kernel.net.TextRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Name servers that answer what a test told them. */
public final class TestDns implements TextRecords {

  private final Map<String, List<String>> records = new ConcurrentHashMap<>();

  public void put(String name, String text) {
    records.put(name, List.of(text));
  }

  @Override
  public List<String> of(String name) {
    return records.getOrDefault(name, List.of());
  }
}
