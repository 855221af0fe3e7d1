package dev.freehold.kernel.jobs;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Background work, to see how it stands; the rules live in {@link Jobs}. */
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "Jobs")
class JobsApi {

  private final Jobs jobs;

  JobsApi(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Reads one job: whether it waits, runs, succeeded or failed. */
  @GetMapping("/{id}")
  @Requires("kernel.jobs:read")
  @Fails("job_not_found")
  Job getJob(Caller caller, @PathVariable UUID id) {
    return jobs.get(caller, id);
  }
}
