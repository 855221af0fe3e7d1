package dev.freehold.kernel;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.audit.AuditLog;
import dev.freehold.kernel.batch.BatchError;
import dev.freehold.kernel.db.DatabaseSettings;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.IdempotentAnswers;
import dev.freehold.kernel.db.Migrator;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.http.StrictJson;
import dev.freehold.kernel.jobs.JobKind;
import dev.freehold.kernel.jobs.JobRunner;
import dev.freehold.kernel.jobs.JobScheduler;
import dev.freehold.kernel.jobs.Jobs;
import dev.freehold.kernel.jobs.Recurring;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.outbox.OutboxDispatcher;
import dev.freehold.kernel.outbox.Subscriber;
import dev.freehold.kernel.secrets.MasterKey;
import dev.freehold.kernel.secrets.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires the kernel: stores, access, background work. HTTP is wired by {@code http}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  KernelSettings.class,
  DatabaseSettings.class,
  dev.freehold.kernel.mail.MailSettings.class
})
public class KernelConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  StrictJson strictJson() {
    return new StrictJson();
  }

  @Bean
  Permissions.Declared kernelPermissions() {
    return Permissions.Declared.of(
        new Permission("kernel.audit_log:read", "Read who changed what."),
        new Permission("kernel.jobs:read", "See how background work stands."));
  }

  @Bean
  Permissions permissions(List<Permissions.Declared> modules) {
    return new Permissions(modules);
  }

  @Bean
  ErrorCatalogue.Declared batchErrors() {
    return ErrorCatalogue.Declared.of(BatchError.values());
  }

  @Bean
  ErrorCatalogue errorCatalogue(List<ErrorCatalogue.Declared> modules) {
    return new ErrorCatalogue(modules);
  }

  /** The databases, brought to the schema of this version before anything uses them. */
  @Bean
  Databases databases(DatabaseSettings settings) {
    var databases = new Databases(settings);
    new Migrator(databases.owner()).up();
    databases.checkRoles();
    return databases;
  }

  @Bean
  TenantDb tenantDb(Databases databases, JsonMapper json, Secrets secrets) {
    return new TenantDb(databases.application(), new IdempotentAnswers(json, secrets));
  }

  @Bean
  PlatformDb platformDb(Databases databases) {
    return new PlatformDb(databases.platform());
  }

  @Bean
  MasterKey masterKey(PlatformDb db, KernelSettings settings, Clock clock) {
    return new MasterKey(db, settings.data().resolve("secrets").resolve("keyset.json"), clock);
  }

  @Bean
  Secrets secrets(MasterKey masterKey) {
    return masterKey.open();
  }

  @Bean
  AuditLog auditLog(TenantDb db) {
    return new AuditLog(db);
  }

  @Bean
  Outbox outbox(JsonMapper json) {
    return new Outbox(json);
  }

  @Bean
  OutboxDispatcher outboxDispatcher(
      PlatformDb db, List<Subscriber<?>> subscribers, JsonMapper json) {
    return new OutboxDispatcher(db, subscribers, json);
  }

  @Bean
  Jobs jobs(TenantDb db, JsonMapper json) {
    return new Jobs(db, json);
  }

  @Bean
  JobRunner jobRunner(TenantDb db, JsonMapper json, List<JobKind<?>> kinds) {
    return new JobRunner(db, json, kinds);
  }

  /** Stopped by {@link #backgroundWork}, before the stores close. */
  @Bean(destroyMethod = "")
  JobScheduler jobScheduler(Databases databases, JobRunner runner, List<Recurring> housekeeping) {
    return new JobScheduler(databases.platform(), runner, housekeeping);
  }

  @Bean
  Recurring outboxDelivery(OutboxDispatcher dispatcher) {
    return new Recurring("outbox", Duration.ofSeconds(1), dispatcher::dispatch);
  }

  @Bean
  Recurring kernelHousekeeping(PlatformDb db) {
    return new Recurring("kernel-housekeeping", Duration.ofHours(6), () -> Housekeeping.run(db));
  }

  /** Background work begins when the program is up and ends before the stores close. */
  @Bean
  SmartLifecycle backgroundWork(JobScheduler scheduler) {
    return new BackgroundWork(scheduler);
  }
}
