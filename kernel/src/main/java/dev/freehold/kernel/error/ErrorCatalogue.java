package dev.freehold.kernel.error;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every error code there is, gathered from the modules at start. */
public final class ErrorCatalogue {

  /** The codes that one module declares, as a bean. */
  public record Declared(List<ErrorCode> codes) {

    public static Declared of(ErrorCode... codes) {
      return new Declared(List.of(codes));
    }
  }

  private final List<ErrorCode> all;

  public ErrorCatalogue(List<Declared> modules) {
    this.all =
        Stream.concat(
                Stream.of(KernelError.values()),
                modules.stream().flatMap(module -> module.codes().stream()))
            .sorted(Comparator.comparingInt(ErrorCode::status).thenComparing(ErrorCode::code))
            .toList();
  }

  public List<ErrorCode> all() {
    return all;
  }

  /** The code with this name on the wire. */
  public ErrorCode get(String code) {
    return all.stream()
        .filter(candidate -> candidate.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no module declares the code " + code));
  }
}
