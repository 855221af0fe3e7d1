package dev.freehold.kernel;

import dev.freehold.kernel.jobs.JobScheduler;
import org.springframework.context.SmartLifecycle;

/** Starts the scheduler with the program and stops it first. */
final class BackgroundWork implements SmartLifecycle {

  private final JobScheduler scheduler;
  private volatile boolean running;

  BackgroundWork(JobScheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void start() {
    scheduler.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    scheduler.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
