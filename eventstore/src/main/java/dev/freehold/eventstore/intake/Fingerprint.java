package dev.freehold.eventstore.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The first 128 bits of SHA-256 over stream, tenant and event id: two ids that are not the same
 * differ in it for all practical purposes, and a tenant cannot aim at another one's.
 */
public final class Fingerprint {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest sha256;
  private final byte[] stream;
  private final byte[] tenant = new byte[16];
  private byte[] hash = new byte[0];

  public Fingerprint(String stream) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    // A name never holds a zero byte, so it cannot run into the tenant behind it.
    this.stream = (stream + '\0').getBytes(StandardCharsets.UTF_8);
  }

  public void of(UUID tenantId, String id) {
    LONGS.set(tenant, 0, tenantId.getMostSignificantBits());
    LONGS.set(tenant, 8, tenantId.getLeastSignificantBits());
    sha256.update(stream);
    sha256.update(tenant);
    hash = sha256.digest(id.getBytes(StandardCharsets.UTF_8));
  }

  public long high() {
    return (long) LONGS.get(hash, 0);
  }

  public long low() {
    return (long) LONGS.get(hash, 8);
  }
}
