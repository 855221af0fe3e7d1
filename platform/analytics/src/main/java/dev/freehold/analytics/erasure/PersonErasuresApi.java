package dev.freehold.analytics.erasure;

import static org.springframework.http.HttpStatus.ACCEPTED;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.jobs.Job;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Erasure of people over HTTP; the rules live in {@link PersonErasures}. */
@RestController
@Tag(name = "Analytics people")
class PersonErasuresApi {

  private final PersonErasures erasures;

  PersonErasuresApi(PersonErasures erasures) {
    this.erasures = erasures;
  }

  /**
   * Erases what a person did and used, also under other ids that were said to be theirs, for good;
   * the job that is named says when it is done.
   *
   * @param personId the person
   */
  @DeleteMapping("/v1/analytics/people/{person_id}")
  @ResponseStatus(ACCEPTED)
  @Requires("analytics.people:erase")
  Job erasePerson(Caller caller, @PathVariable("person_id") String personId) {
    return erasures.begin(caller, personId);
  }
}
