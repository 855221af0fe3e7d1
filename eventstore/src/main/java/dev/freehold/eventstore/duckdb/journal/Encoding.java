package dev.freehold.eventstore.duckdb.journal;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.intake.Declaration;
import dev.freehold.eventstore.intake.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a record: streams as they are declared, each before its first rows of a file, and
 * rows, which name their stream by a number.
 */
final class Encoding {

  private static final int STREAM = 1;
  private static final int ROWS = 2;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private record Declared(String stream, List<Column> columns) {}

  private Encoding() {}

  static void writeStream(Output out, int number, Declaration declaration) {
    out.addByte(STREAM);
    out.addCount(number);
    out.addText(declaration.name());
    out.addCount(declaration.columns().size());
    for (var column : declaration.columns()) {
      out.addText(column.name());
      out.addText(column.type().name());
    }
  }

  static void writeRows(
      Output out, int number, Declaration declaration, Rows rows, BitSet duplicates) {
    var columns = declaration.columns().toArray(new Column[0]);
    out.addByte(ROWS);
    out.addCount(number);
    out.addUuid(rows.tenant());
    out.addCount(rows.count() - duplicates.cardinality());
    for (int i = duplicates.nextClearBit(0); i < rows.count(); i = duplicates.nextClearBit(i + 1)) {
      writeRow(out, columns, rows.row(i));
    }
  }

  private static void writeRow(Output out, Column[] columns, @Nullable Object[] row) {
    int present = out.addBits(columns.length);
    for (int c = 0; c < columns.length; c++) {
      var value = row[c];
      if (value != null) {
        out.setBit(present, c);
        write(out, columns[c].type(), value);
      }
    }
  }

  private static void write(Output out, ColumnType type, Object value) {
    switch (type) {
      case UUID -> out.addUuid((UUID) value);
      case TEXT -> out.addText((String) value);
      case LONG -> out.addLong((Long) value);
      case DOUBLE -> out.addLong(Double.doubleToRawLongBits((Double) value));
      case BOOLEAN -> out.addByte((Boolean) value ? 1 : 0);
      case TIMESTAMP -> out.addLong(micros((Instant) value));
    }
  }

  /** Reads a record's content; throws whatever it runs into when that makes no sense. */
  static void read(Input in, Streams streams, long received, Consumer<Written> to) {
    while (in.hasMore()) {
      int kind = in.readByte();
      int number = in.readCount();
      switch (kind) {
        case STREAM -> streams.byNumber.put(number, readStream(in));
        case ROWS -> to.accept(readRows(in, streams.of(number), received));
        default -> throw new IllegalStateException("unknown content " + kind);
      }
    }
  }

  /** The streams that a file has named so far. */
  static final class Streams {
    private final Map<Integer, Declared> byNumber = new HashMap<>();

    private Declared of(int number) {
      var declared = byNumber.get(number);
      if (declared == null) {
        throw new IllegalStateException("stream " + number + " is not declared");
      }
      return declared;
    }
  }

  private static Declared readStream(Input in) {
    var name = in.readText();
    int count = in.readCount();
    var columns = new ArrayList<Column>();
    for (int i = 0; i < count; i++) {
      columns.add(Column.optional(in.readText(), ColumnType.valueOf(in.readText())));
    }
    return new Declared(name, columns);
  }

  private static Written readRows(Input in, Declared declared, long received) {
    var tenant = in.readUuid();
    int count = in.readCount();
    var rows = new ArrayList<@Nullable Object[]>();
    for (int i = 0; i < count; i++) {
      var present = in.readBits(declared.columns().size());
      var row = new @Nullable Object[declared.columns().size()];
      for (int c = 0; c < row.length; c++) {
        if (Input.isSet(present, c)) {
          row[c] = read(in, declared.columns().get(c).type());
        }
      }
      rows.add(row);
    }
    return new Written(declared.stream(), declared.columns(), tenant, received, rows);
  }

  private static Object read(Input in, ColumnType type) {
    return switch (type) {
      case UUID -> in.readUuid();
      case TEXT -> in.readText();
      case LONG -> in.readLong();
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case BOOLEAN -> in.readByte() != 0;
      case TIMESTAMP -> instant(in.readLong());
    };
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }
}
