package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;

/**
 * Makes pages. A template belongs to the module that its folder names: {@code accounts/keys.jte} is
 * compiled into {@code dev.freehold.accounts.pages}.
 */
public final class Console {

  private static final String SHELL = "shell";

  private final List<Navigation> navigation;
  private final ObjectProvider<Viewers> viewers;
  private final ObjectProvider<Brands> brands;
  private final Validator validator;
  private final AssetAddresses assets;
  private final Map<String, TemplateEngine> engines = new ConcurrentHashMap<>();

  Console(
      List<Navigation> navigation,
      ObjectProvider<Viewers> viewers,
      ObjectProvider<Brands> brands,
      Validator validator,
      AssetAddresses assets) {
    this.validator = validator;
    this.navigation = Navigation.inOrder(navigation);
    this.viewers = viewers;
    this.brands = brands;
    this.assets = assets;
  }

  /** A page to answer with. */
  public Screen screen(String template, String title) {
    return new Screen(this, template, title);
  }

  /** Sends the browser on after a change, with what to tell the person there. */
  public View moveOn(String href, String done) {
    return new MoveOn(href, done);
  }

  /** Sends the browser on without a word. */
  public View moveOn(String href) {
    return new MoveOn(href, null);
  }

  /**
   * What a form asks for, held to the same rules as a body of the API.
   *
   * @throws Invalid with the fields at fault, in snake case as forms name them
   */
  public <T> T checked(T draft) {
    return checked(draft, List.of());
  }

  /** The same for a form that was found wrong in some fields already. */
  public <T> T checked(T draft, List<Invalid.Field> found) {
    var broken =
        validator.validate(draft).stream()
            .map(
                violation ->
                    new Invalid.Field(
                        field(violation.getPropertyPath().toString()), violation.getMessage()));
    var wrong =
        Stream.concat(found.stream(), broken)
            .sorted(Comparator.comparing(Invalid.Field::field))
            .toList();
    if (!wrong.isEmpty()) {
      throw new Invalid(KernelError.INVALID_REQUEST, KernelError.INVALID_REQUEST.title(), wrong);
    }
    return draft;
  }

  private static String field(String path) {
    return path.replaceAll("[\\[.<].*", "").replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** A template without the frame around it, for what is not a page: a mail. */
  public String text(String template, Map<String, Object> values) {
    var output = new StringOutput();
    engine(template).render(template, values, output);
    return output.toString();
  }

  String render(String template, Frame frame, Map<String, Object> values) {
    var parameters = new HashMap<>(values);
    parameters.put("frame", frame);
    parameters.values().removeIf(value -> value == Screen.NOTHING);
    var output = new StringOutput();
    engine(template).render(template, parameters, output);
    return output.toString();
  }

  Frame frame(HttpServletRequest request, String title, List<Crumb> crumbs, @Nullable String done) {
    var caller = Callers.of(request);
    var find = request.getParameter("q");
    return new Frame(
        title,
        crumbs,
        caller == null ? List.of() : navigation(caller),
        caller == null ? null : viewers.getObject().of(caller),
        caller == null ? brand(request) : null,
        request.getRequestURI(),
        csrf(request),
        done,
        find == null ? "" : find,
        assets.get(),
        caller == null ? null : caller.impersonation());
  }

  private @Nullable Brand brand(HttpServletRequest request) {
    var known = brands.getIfAvailable();
    return known == null ? null : known.of(request).orElse(null);
  }

  /** What the caller may see. */
  List<Navigation> navigation(Caller caller) {
    return navigation.stream()
        .map(section -> section.visibleTo(caller))
        .filter(section -> !section.items().isEmpty())
        .toList();
  }

  Optional<String> firstPage(Caller caller) {
    return navigation(caller).stream()
        .flatMap(section -> section.items().stream())
        .map(Navigation.Item::href)
        .findFirst();
  }

  /** The frame for when even the frame's own data cannot be read. */
  Frame plainFrame(HttpServletRequest request, String title) {
    return new Frame(
        title,
        List.of(),
        List.of(),
        null,
        null,
        request.getRequestURI(),
        csrf(request),
        null,
        "",
        assets.get(),
        null);
  }

  private TemplateEngine engine(String template) {
    var folder = template.substring(0, template.indexOf('/'));
    return engines.computeIfAbsent(
        folder.equals(SHELL) ? "kernel" : folder,
        module ->
            TemplateEngine.createPrecompiled(
                null,
                ContentType.Html,
                Console.class.getClassLoader(),
                "dev.freehold." + module + ".pages"));
  }

  private static Csrf csrf(HttpServletRequest request) {
    var token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    return token == null
        ? new Csrf("_csrf", "X-CSRF-TOKEN", "")
        : new Csrf(token.getParameterName(), token.getHeaderName(), token.getToken());
  }
}
