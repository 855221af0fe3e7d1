package dev.freehold.kernel.console;

import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as it was typed, with what is wrong in it.
 *
 * @param problem what is wrong as a whole, if it is no single field's fault
 * @param status the HTTP status to answer with
 */
public record Form(
    Map<String, List<String>> values,
    List<Invalid.Field> errors,
    @Nullable String problem,
    int status) {

  private static final int OK = 200;
  private static final int UNPROCESSABLE = 422;

  public static Form empty() {
    return new Form(Map.of(), List.of(), null, OK);
  }

  public static Form of(Map<String, String> values) {
    var lists = new HashMap<String, List<String>>();
    values.forEach((name, value) -> lists.put(name, List.of(value)));
    return new Form(lists, List.of(), null, OK);
  }

  /** What the request carries. */
  public static Form of(HttpServletRequest request) {
    var lists = new HashMap<String, List<String>>();
    request.getParameterMap().forEach((name, values) -> lists.put(name, List.of(values)));
    return new Form(lists, List.of(), null, OK);
  }

  /** The same form with the reason why it was not accepted. */
  public Form refused(ApiException reason) {
    var fields = reason instanceof Invalid invalid ? invalid.fields() : List.<Invalid.Field>of();
    return new Form(
        values, fields, fields.isEmpty() ? reason.getMessage() : null, reason.code().status());
  }

  /** The same form with one field at fault. */
  public Form refused(String field, String message) {
    return new Form(values, List.of(new Invalid.Field(field, message)), null, UNPROCESSABLE);
  }

  /** Whether the name that a destructive act asks for was typed as it is. */
  public boolean confirms(String thing) {
    return value("confirm").strip().equals(thing.strip());
  }

  /** The form that asked for a name to be typed and got another. */
  public Form unconfirmed() {
    return refused("confirm", "does not match; type it exactly as shown");
  }

  public String value(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  public String value(String name, String otherwise) {
    return values.containsKey(name) ? value(name) : otherwise;
  }

  public boolean has(String name, String value) {
    return values.getOrDefault(name, List.of()).contains(value);
  }

  public @Nullable String error(String name) {
    for (var error : errors) {
      if (error.field().equals(name)) {
        return sentence(error.message());
      }
    }
    return null;
  }

  public boolean isRefused() {
    return problem != null || !errors.isEmpty();
  }

  /** For the summary on top: which field to go to, and what is wrong there. */
  public List<Invalid.Field> summary(Map<String, String> labels) {
    var lines = new ArrayList<Invalid.Field>();
    for (var error : errors) {
      var label = labels.getOrDefault(error.field(), error.field());
      lines.add(new Invalid.Field(error.field(), label + " " + error.message()));
    }
    return lines;
  }

  private static String sentence(String message) {
    var text = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }
}
