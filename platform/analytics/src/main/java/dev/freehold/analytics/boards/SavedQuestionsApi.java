package dev.freehold.analytics.boards;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Saved questions over HTTP; the rules live in {@link SavedQuestions}. */
@RestController
@RequestMapping("/v1/analytics/questions")
@Tag(name = "Analytics questions")
class SavedQuestionsApi {

  private final SavedQuestions questions;

  SavedQuestionsApi(SavedQuestions questions) {
    this.questions = questions;
  }

  /** Saves a question; its definition holds the parameters of the page that asks it. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("analytics.dashboards:write")
  @Fails({"invalid_question", "too_many_boards"})
  SavedQuestion createQuestion(Caller caller, @Valid @RequestBody QuestionDraft draft) {
    return questions.create(caller, draft);
  }

  /** Lists the saved questions, newest first. */
  @GetMapping
  @Requires("analytics.dashboards:read")
  Page<SavedQuestion> listQuestions(Caller caller, PageRequest page) {
    return questions.list(caller, page);
  }

  /** Reads one saved question. */
  @GetMapping("/{id}")
  @Requires("analytics.dashboards:read")
  @Fails("question_not_found")
  SavedQuestion getQuestion(Caller caller, @PathVariable UUID id) {
    return questions.get(caller, id);
  }

  /** Changes a saved question; dashboards that show it follow at once. */
  @PatchMapping("/{id}")
  @Requires("analytics.dashboards:write")
  @Fails({"question_not_found", "invalid_question"})
  SavedQuestion updateQuestion(
      Caller caller,
      @PathVariable UUID id,
      IfMatch ifMatch,
      @Valid @RequestBody QuestionChange change) {
    return questions.update(caller, id, change, ifMatch);
  }

  /** Deletes a saved question; dashboards that show it lose its card. */
  @DeleteMapping("/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires("analytics.dashboards:write")
  @Fails("question_not_found")
  void deleteQuestion(Caller caller, @PathVariable UUID id, IfMatch ifMatch) {
    questions.delete(caller, id, ifMatch);
  }
}
