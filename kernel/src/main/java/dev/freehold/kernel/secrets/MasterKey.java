package dev.freehold.kernel.secrets;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Envelope encryption: secrets are encrypted under data keys, these lie in the database wrapped by
 * the master key, and that lies in a file of its own. So the master key can be changed while
 * secrets are in use, and neither a copy of the database nor the file alone opens any.
 */
public final class MasterKey {

  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "secrets");
  private static final String REQUEST = "secrets";

  /** Says what a wrapped set of keys is, as authenticated data. */
  private static final byte[] CONTEXT = "freehold data keys".getBytes(StandardCharsets.UTF_8);

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final PlatformDb db;
  private final MasterKeyFile file;
  private final Clock clock;

  /**
   * @param id of the key that wraps the data keys
   * @param since when it came to do so
   */
  public record Status(long id, OffsetDateTime since) {}

  /**
   * @param kept the file of the old key, which backups of the database from before need
   */
  public record Rotated(Status before, Status now, Path kept) {}

  private record Row(byte[] wrapped, long wrappedBy, OffsetDateTime changedAt) {
    Status status() {
      return new Status(wrappedBy, changedAt);
    }
  }

  public MasterKey(PlatformDb db, Path file, Clock clock) {
    this.db = db;
    this.file = new MasterKeyFile(file);
    this.clock = clock;
  }

  /** The file of this node. */
  public Path path() {
    return file.path();
  }

  /**
   * Unwraps the data keys; where there are none yet, makes them, and the master key too.
   *
   * @throws IllegalStateException when the file of the master key is missing, broken or another's
   */
  public Secrets open() {
    return Secrets.of(
        alone(sql -> find(sql).map(row -> unwrap(row, file.read())).orElseGet(() -> first(sql))));
  }

  public Status status() {
    return db.acrossTenants(ACTOR, REQUEST, sql -> find(sql).orElseThrow().status());
  }

  /**
   * Makes a new master key and wraps the data keys with it. Servers that run go on; one that is
   * started needs the new file. Whenever this is cut short, the file and the database still fit
   * each other, and it can be done again.
   */
  public Rotated rotate() {
    var rotated = alone(this::wrapAnew);
    alone(
        sql -> {
          // Another rotation may have come in between: what wraps now is what is kept.
          file.replace(only(find(sql).orElseThrow().wrappedBy(), file.read()));
          return true;
        });
    return rotated;
  }

  private Rotated wrapAnew(JdbcClient sql) {
    var before = find(sql).orElseThrow();
    var old = file.read();
    var keys = unwrap(before, old);
    var kept =
        file.path().resolveSibling("keyset-until-%s.json".formatted(NAME.format(clock.instant())));
    file.keepAs(kept);
    var both = withFreshPrimary(KeysetHandle.newBuilder(old));
    file.replace(both);
    sql.sql(
            """
            update kernel.data_keyset
            set wrapped = :wrapped, wrapped_by = :wrapped_by, changed_at = clock_timestamp()
            """)
        .param("wrapped", wrap(keys, both))
        .param("wrapped_by", id(both))
        .update();
    return new Rotated(before.status(), find(sql).orElseThrow().status(), kept);
  }

  private KeysetHandle first(JdbcClient sql) {
    // Before there were data keys, the file's own keys encrypted secrets; they still open these.
    var keys =
        withFreshPrimary(
            file.exists() ? KeysetHandle.newBuilder(file.read()) : KeysetHandle.newBuilder());
    file.make();
    var master = file.read();
    sql.sql("insert into kernel.data_keyset (wrapped, wrapped_by) values (:wrapped, :wrapped_by)")
        .param("wrapped", wrap(keys, master))
        .param("wrapped_by", id(master))
        .update();
    return keys;
  }

  /** One at a time over all nodes. */
  private <T> T alone(Function<JdbcClient, T> work) {
    return db.acrossTenants(
        ACTOR,
        REQUEST,
        sql -> {
          sql.sql("lock table kernel.data_keyset in share row exclusive mode").update();
          return work.apply(sql);
        });
  }

  private static Optional<Row> find(JdbcClient sql) {
    return sql.sql("select wrapped, wrapped_by, changed_at from kernel.data_keyset")
        .query(Row.class)
        .optional();
  }

  private KeysetHandle unwrap(Row row, KeysetHandle master) {
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(
          row.wrapped(), MasterKeyFile.aead(master), CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the data keys are wrapped by master key %d since %s, and %s does not hold that one: copy the file from the node where it was rotated, or from a backup"
              .formatted(row.wrappedBy(), row.changedAt(), file.path()),
          e);
    }
  }

  private static byte[] wrap(KeysetHandle keys, KeysetHandle master) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          keys, MasterKeyFile.aead(master), CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeysetHandle withFreshPrimary(KeysetHandle.Builder keys) {
    try {
      return keys.addEntry(
              KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                  .withRandomId()
                  .makePrimary())
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeysetHandle only(long id, KeysetHandle keys) {
    try {
      var one = KeysetHandle.newBuilder();
      for (int i = 0; i < keys.size(); i++) {
        var entry = keys.getAt(i);
        if (Integer.toUnsignedLong(entry.getId()) == id) {
          one.addEntry(
              KeysetHandle.importKey(entry.getKey()).withFixedId(entry.getId()).makePrimary());
        }
      }
      return one.build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long id(KeysetHandle keys) {
    return Integer.toUnsignedLong(keys.getPrimary().getId());
  }
}
