package dev.freehold.kernel.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Sends the version of every {@link Versioned} answer as its ETag. */
@RestControllerAdvice
public final class EntityTags implements ResponseBodyAdvice<Versioned> {

  @Override
  public boolean supports(
      MethodParameter result, Class<? extends HttpMessageConverter<?>> converter) {
    return Versioned.class.isAssignableFrom(result.getParameterType());
  }

  @Override
  public @Nullable Versioned beforeBodyWrite(
      @Nullable Versioned body,
      MethodParameter result,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body != null) {
      response.getHeaders().setETag('"' + Long.toString(body.version()) + '"');
    }
    return body;
  }
}
