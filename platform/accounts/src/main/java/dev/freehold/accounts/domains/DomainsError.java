package dev.freehold.accounts.domains;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of custom domains. */
enum DomainsError implements ErrorCode {
  DOMAIN_NOT_FOUND(404, "There is no such domain."),
  DOMAIN_CLAIMED(409, "The tenant has claimed the host already."),
  DOMAIN_TAKEN(409, "Another tenant has proven that the host is its own."),
  DOMAIN_NOT_PROVEN(409, "The DNS does not have the record that proves the domain."),
  TOO_MANY_DOMAINS(409, "The tenant has claimed as many hosts as it may."),
  DNS_UNREACHABLE(503, "The DNS gave no answer.");

  private final int status;
  private final String title;

  DomainsError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
