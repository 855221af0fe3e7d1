package dev.freehold.server;

import dev.freehold.server.RouteFiller.Filled;
import dev.freehold.server.TestServer.Answer;

/** Makes answers comparable: two that mean the same are the same text. */
final class SameAnswer {

  private SameAnswer() {}

  /** The status and body, without what names this one request. */
  static String of(Answer answer, Filled request) {
    var body = withoutNow(answer.body()).replaceAll("req_[0-9a-f]+", "REQUEST");
    for (var id : request.named()) {
      body = body.replace(id, "ID");
    }
    return answer.status() + " " + body;
  }

  /** What changes by being asked: a range that ends now, the use of the key, what is left. */
  static String withoutNow(String body) {
    return body.replaceAll("\"(from|to|resets_at)\":\"[^\"]*\"", "\"$1\":\"NOW\"")
        .replaceAll("\"(last_used_at|last_address)\":(null|\"[^\"]*\")", "\"$1\":\"NOW\"")
        .replaceAll("\"(uses|left)\":[0-9]+", "\"$1\":SOME");
  }
}
