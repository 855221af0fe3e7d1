package dev.freehold.analytics.summaries;

import dev.freehold.accounts.tenants.TenantClosed;
import dev.freehold.kernel.jobs.JobKind;
import dev.freehold.kernel.jobs.Recurring;
import dev.freehold.kernel.outbox.Subscriber;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires weekly summaries: when they begin, the job that mails them, when they end. */
@Configuration(proxyBeanMethods = false)
class SummariesConfiguration {

  @Bean
  Recurring weeklySummarySchedule(SummarySchedule schedule) {
    return new Recurring("weekly-summaries", Duration.ofMinutes(10), schedule::run);
  }

  @Bean
  JobKind<WeeklySummaries.Request> mailWeeklySummary(SummaryMails mails) {
    return new JobKind<>(WeeklySummaries.KIND, WeeklySummaries.Request.class, mails::send);
  }

  @Bean
  Subscriber<TenantClosed> noSummariesOfClosedTenants(SummaryReaders readers) {
    return new Subscriber<>(TenantClosed.class, (caller, closed) -> readers.removeAll(caller));
  }
}
