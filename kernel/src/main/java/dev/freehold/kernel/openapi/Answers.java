package dev.freehold.kernel.openapi;

import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Identified;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.IdempotencyInterceptor;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.http.Problem;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Adds to each operation what follows from its handler: permission, headers, every error. */
final class Answers implements OperationCustomizer {

  private static final String EXAMPLES = "#/components/examples/";

  private final ErrorCatalogue errors;

  Answers(ErrorCatalogue errors) {
    this.errors = errors;
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    operation.setOperationId(handler.getMethod().getName());
    describe(operation);
    describeParameters(operation);
    addSecurity(operation, handler);
    addParameters(operation, handler);
    codes(handler).stream()
        .collect(Collectors.groupingBy(ErrorCode::status))
        .forEach(
            (status, codes) ->
                operation.getResponses().addApiResponse(Integer.toString(status), problem(codes)));
    var sorted = new TreeMap<>(operation.getResponses());
    operation.getResponses().clear();
    operation.getResponses().putAll(sorted);
    return operation;
  }

  /** The first sentence is the summary; what follows it is the description. */
  private static void describe(Operation operation) {
    if (operation.getDescription() == null) {
      return;
    }
    var text = Text.markdown(operation.getDescription());
    var summary = Text.markdown(String.valueOf(operation.getSummary())).replaceAll("\\.$", "");
    var rest = text.startsWith(summary) ? text.substring(summary.length()) : text;
    rest = rest.replaceAll("^\\.\\s*", "").strip();
    operation.setSummary(summary + ".");
    operation.setDescription(rest.isEmpty() ? null : rest);
  }

  private static void describeParameters(Operation operation) {
    if (operation.getParameters() == null) {
      return;
    }
    for (var parameter : operation.getParameters()) {
      var schema = parameter.getSchema();
      if (parameter.getName().equals("limit") && !(schema instanceof IntegerSchema)) {
        parameter.setSchema(limit(schema));
      }
      var description = parameter.getDescription();
      if (description != null) {
        parameter.setDescription(Text.markdown(description));
      } else if (parameter.getName().equals("id")) {
        parameter.setDescription("its id");
      }
    }
  }

  private static void addSecurity(Operation operation, HandlerMethod handler) {
    var required = handler.getMethodAnnotation(Requires.class);
    if (handler.hasMethodAnnotation(Identified.class)) {
      operation.setSecurity(List.of(new SecurityRequirement().addList(ApiDocument.KEY)));
      return;
    }
    if (required == null) {
      return;
    }
    operation.setSecurity(List.of(new SecurityRequirement().addList(ApiDocument.KEY)));
    var description = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
    operation.setDescription(description + "Needs the permission `" + required.value() + "`.");
  }

  private static void addParameters(Operation operation, HandlerMethod handler) {
    if (takes(handler, PageRequest.class)) {
      operation.addParametersItem(
          query(
              "limit",
              "rows to answer",
              new IntegerSchema()
                  .minimum(BigDecimal.ONE)
                  .maximum(BigDecimal.valueOf(PageRequest.MAX_LIMIT))
                  ._default(PageRequest.DEFAULT_LIMIT)));
      operation.addParametersItem(
          query("cursor", "`next_cursor` of the part before", new StringSchema()));
    }
    if (takes(handler, IfMatch.class)) {
      operation.addParametersItem(
          header("If-Match", "the `ETag` that the change is based on", new StringSchema())
              .example("\"3\""));
    }
    if (isWrite(handler) && handler.hasMethodAnnotation(Requires.class)) {
      operation.addParametersItem(
          header(
              "Idempotency-Key",
              "a name of your choice for this request: repeating it gets the same answer",
              new StringSchema().maxLength(IdempotencyInterceptor.MAX_KEY_LENGTH)));
    }
  }

  /** Handlers take it as text, to say themselves what is wrong with it. */
  private static Schema<?> limit(Schema<?> text) {
    var limit = new IntegerSchema();
    limit.minimum(BigDecimal.ONE);
    if (text.getDefault() != null) {
      limit._default(Integer.valueOf(text.getDefault().toString()));
    }
    return limit;
  }

  private List<ErrorCode> codes(HandlerMethod handler) {
    var codes = new ArrayList<ErrorCode>();
    codes.add(KernelError.INVALID_PARAMETER);
    codes.add(KernelError.INTERNAL_ERROR);
    codes.add(KernelError.UNAVAILABLE);
    codes.add(KernelError.QUERY_TIMEOUT);
    codes.add(KernelError.NOT_ACCEPTABLE);
    if (!handler.hasMethodAnnotation(Public.class)) {
      codes.add(KernelError.UNAUTHENTICATED);
      codes.add(KernelError.ADDRESS_NOT_ALLOWED);
      if (!handler.hasMethodAnnotation(Identified.class)) {
        codes.add(KernelError.FORBIDDEN);
        codes.add(KernelError.BOUND_TO_PROJECT);
      }
      codes.add(KernelError.PROJECT_PAUSED);
      codes.add(KernelError.KEY_RATE_LIMITED);
      codes.add(KernelError.PROJECT_RATE_LIMITED);
      codes.add(KernelError.TENANT_RATE_LIMITED);
    }
    if (handler.hasMethodAnnotation(Expensive.class)) {
      codes.add(KernelError.TOO_MANY_AT_ONCE);
      codes.add(KernelError.BUSY);
    }
    if (takes(handler, PageRequest.class)) {
      codes.add(KernelError.INVALID_CURSOR);
    }
    if (hasPathVariable(handler)) {
      codes.add(KernelError.ROUTE_NOT_FOUND);
    }
    if (takes(handler, IfMatch.class)) {
      codes.add(KernelError.PRECONDITION_FAILED);
    }
    if (isWrite(handler)) {
      codes.add(KernelError.IDEMPOTENCY_CONFLICT);
      codes.add(KernelError.BODY_TOO_LARGE);
    }
    if (takesBody(handler)) {
      codes.addAll(
          List.of(
              KernelError.INVALID_JSON,
              KernelError.UNSUPPORTED_MEDIA_TYPE,
              KernelError.INVALID_REQUEST,
              KernelError.UNKNOWN_FIELD));
    }
    var own = handler.getMethodAnnotation(Fails.class);
    if (own != null) {
      Arrays.stream(own.value()).map(errors::get).forEach(codes::add);
    }
    codes.sort(Comparator.comparing(ErrorCode::code));
    return codes;
  }

  /** What a code looks like; operations refer to it. */
  static Example example(ErrorCode code) {
    return new Example().summary(code.title()).value(problemOf(code));
  }

  /** With a request id of its own, so that the document is the same whenever it is made. */
  private static Problem problemOf(ErrorCode code) {
    return new Problem(
        "/docs/errors#" + code.code(),
        code.title(),
        code.status(),
        code.code(),
        code.title(),
        null,
        null,
        "req_0123456789abcdef");
  }

  private static ApiResponse problem(List<ErrorCode> codes) {
    var media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
    codes.forEach(
        code -> media.addExamples(code.code(), new Example().$ref(EXAMPLES + code.code())));
    return new ApiResponse()
        .description(
            codes.stream().map(code -> "`" + code.code() + "`").collect(Collectors.joining(", ")))
        .content(new Content().addMediaType(Problem.MEDIA_TYPE, media));
  }

  private static Parameter query(String name, String description, Schema<?> schema) {
    return new Parameter().in("query").name(name).description(description).schema(schema);
  }

  private static Parameter header(String name, String description, Schema<?> schema) {
    return new Parameter().in("header").name(name).description(description).schema(schema);
  }

  private static boolean takes(HandlerMethod handler, Class<?> type) {
    return Arrays.asList(handler.getMethod().getParameterTypes()).contains(type);
  }

  private static boolean hasPathVariable(HandlerMethod handler) {
    return Arrays.stream(handler.getMethodParameters())
        .anyMatch(parameter -> parameter.hasParameterAnnotation(PathVariable.class));
  }

  /** A body that Spring reads, or that the handler reads itself. */
  private static boolean takesBody(HandlerMethod handler) {
    return takes(handler, HttpServletRequest.class)
        || Arrays.stream(handler.getMethodParameters())
            .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
  }

  private static boolean isWrite(HandlerMethod handler) {
    var mapping =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
    return mapping != null && !Arrays.asList(mapping.method()).contains(RequestMethod.GET);
  }
}
