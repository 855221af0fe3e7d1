package dev.freehold.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ConventionsTest {

  private record Note(long version) implements Versioned {}

  @Test
  void pagesFollowEachOtherWithoutGapsOrRepetitions() {
    var ids =
        Stream.generate(UUID::randomUUID)
            .limit(7)
            .sorted(Comparator.comparing(UUID::toString).reversed())
            .toList();
    var seen = new ArrayList<UUID>();
    var page = page(ids, PageRequest.parse("3", null));
    seen.addAll(page.rows());
    while (page.nextCursor() != null) {
      page = page(ids, PageRequest.parse("3", page.nextCursor()));
      assertThat(page.rows()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
      seen.addAll(page.rows());
    }
    assertThat(seen).isEqualTo(ids);
  }

  /** What a list's statement does with the request's values. */
  private static Page<UUID> page(List<UUID> ids, PageRequest request) {
    var after = request.after();
    var limit = ((Number) Objects.requireNonNull(request.values().get("limit"))).intValue();
    return request.of(
        ids.stream()
            .filter(id -> after == null || id.toString().compareTo(after.toString()) < 0)
            .limit(limit)
            .toList(),
        id -> id);
  }

  @Test
  void aListIsFiftyLongUnlessAskedOtherwise() {
    assertThat(PageRequest.parse(null, null)).isEqualTo(PageRequest.first(50));
    assertThat(PageRequest.parse("1000", null).limit()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "ten", "", "99999999999"})
  void aLimitOutOfBoundsIsRefused(String limit) {
    assertThatThrownBy(() -> PageRequest.parse(limit, null))
        .isInstanceOf(Invalid.class)
        .hasMessage("limit must be a whole number from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void aCursorThatNoListGaveOutIsRefused(String cursor) {
    assertThatThrownBy(() -> PageRequest.parse(null, cursor))
        .isInstanceOf(Invalid.class)
        .extracting(failure -> ((ApiException) failure).code().code())
        .isEqualTo("invalid_cursor");
  }

  @Test
  void aChangeBasedOnTheCurrentVersionPasses() {
    for (var header : new String[] {"\"3\"", "*", null}) {
      assertThatCode(() -> IfMatch.parse(header).check(new Note(3))).doesNotThrowAnyException();
    }
  }

  @Test
  void aChangeBasedOnAnOlderVersionIsRefused() {
    assertThatThrownBy(() -> IfMatch.parse("\"2\"").check(new Note(3)))
        .isInstanceOf(Conflict.class)
        .extracting(failure -> ((ApiException) failure).code().status())
        .isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "W/\"3\"", "\"three\"", "\"\"", "\"-1\"", "\"9999999999999999999\""})
  void anEntityTagThatWeNeverGaveIsRefused(String header) {
    assertThatThrownBy(() -> IfMatch.parse(header))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("If-Match must be an ETag");
  }

  @Test
  void aProblemCarriesTheCodeTheSentenceTheFieldsAndTheRequest() {
    try (var request = MDC.putCloseable(RequestScope.REQUEST_ID, "req_1")) {
      var problem = Problem.of(Invalid.field("name", "must not be blank"));
      assertThat(StrictJson.mapper().writeValueAsString(problem))
          .isEqualTo(
              "{\"type\":\"/docs/errors#invalid_request\","
                  + "\"title\":\"Some fields are missing or not valid.\",\"status\":422,"
                  + "\"code\":\"invalid_request\",\"detail\":\"name must not be blank\","
                  + "\"fields\":[{\"field\":\"name\",\"message\":\"must not be blank\"}],"
                  + "\"request_id\":\"req_1\"}");
    }
    assertThat(StrictJson.mapper().writeValueAsString(Problem.of(KernelError.FORBIDDEN, "No.")))
        .doesNotContain("fields", "request_id");
  }

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later, true",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later, false",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01, false",
    "nonsense, false",
  })
  void aValidTraceIsContinuedAndAnyOtherBegunAnew(String traceparent, boolean valid)
      throws Exception {
    var request = new MockHttpServletRequest("GET", "/v1/jobs");
    request.addHeader("traceparent", traceparent);
    var trace = traceOf(request);
    assertThat(trace).matches("[0-9a-f]{32}");
    assertThat(trace.equals("4bf92f3577b34da6a3ce929d0e0e4736")).isEqualTo(valid);
  }

  private static String traceOf(MockHttpServletRequest request) throws Exception {
    var response = new MockHttpServletResponse();
    var trace = new ArrayList<String>();
    new RequestScope()
        .doFilter(
            request,
            response,
            (inner, outer) -> {
              trace.add(String.valueOf(MDC.get(RequestScope.TRACE_ID)));
              assertThat(response.getHeader("X-Request-Id")).isEqualTo(RequestScope.requestId());
            });
    assertThat(MDC.get(RequestScope.TRACE_ID)).isNull();
    assertThat(RequestScope.requestId()).isEqualTo("none");
    return trace.getFirst();
  }
}
