package dev.freehold.e2e;

import java.nio.file.Path;

/** Folders that the demo has filled, so that a server on them has tenants and keys. */
final class Seeded {

  private Seeded() {}

  /** Runs the demo on the folder once and returns its first tenant. */
  static DemoFile.Tenant acme(Path data) {
    try (var demo = Program.demo(data).ready()) {
      return demo.description().tenants().getFirst();
    }
  }
}
