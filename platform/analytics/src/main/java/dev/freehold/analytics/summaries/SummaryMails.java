package dev.freehold.analytics.summaries;

import dev.freehold.accounts.members.Member;
import dev.freehold.accounts.members.Members;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailFailed;
import dev.freehold.kernel.mail.Mails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends a week's mails, each once: a mail is claimed in a transaction of its own before it goes to
 * the server, so neither a second node nor a second attempt takes it again. One that the server
 * refused waits for the next attempt; one whose process died on the way is not sent again.
 */
@Component
class SummaryMails {

  private static final Logger log = LoggerFactory.getLogger(SummaryMails.class);

  /** How many mails went out in this attempt. */
  record Sent(int mails) {}

  private record Waiting(UUID id, UUID userId) {}

  private final TenantDb db;
  private final WeeklySummaries summaries;
  private final Members members;
  private final Tenants tenants;
  private final Mails mails;
  private final SummaryText text;

  SummaryMails(
      TenantDb db,
      WeeklySummaries summaries,
      Members members,
      Tenants tenants,
      Mails mails,
      SummaryText text) {
    this.db = db;
    this.summaries = summaries;
    this.members = members;
    this.tenants = tenants;
    this.mails = mails;
    this.text = text;
  }

  /**
   * The job of a week. Without a mail server there is nothing to do: the console shows the week.
   */
  Sent send(Caller caller, WeeklySummaries.Request request) {
    var week = new Week(request.week());
    var waiting = mails.isSetUp() ? waiting(caller, week) : List.<Waiting>of();
    if (waiting.isEmpty()) {
      return new Sent(0);
    }
    var summary = summaries.of(caller, week);
    var tenant = tenants.get(caller).name();
    var sent = 0;
    MailFailed failure = null;
    for (var next : waiting) {
      try {
        sent += sendOne(caller, summary, tenant, next) ? 1 : 0;
      } catch (MailFailed e) {
        log.warn("a weekly summary waits for the next attempt: {}", e.getMessage());
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new Sent(sent);
  }

  private boolean sendOne(Caller caller, WeeklySummary summary, String tenant, Waiting waiting) {
    var member = member(caller, waiting.userId());
    var token = UnsubscribeToken.random();
    if (member.isEmpty() || !claim(caller, waiting.id(), token)) {
      return false;
    }
    try {
      mails.send(mail(summary, tenant, waiting, member.get(), token));
    } catch (MailFailed e) {
      mark(caller, waiting.id(), "waiting");
      throw e;
    }
    mark(caller, waiting.id(), "sent");
    return true;
  }

  private Mail mail(
      WeeklySummary summary,
      String tenant,
      Waiting waiting,
      Member member,
      UnsubscribeToken token) {
    var unsubscribe = text.unsubscribeUrl(token);
    return new Mail(
        waiting.id() + "@" + text.host(),
        member.email(),
        WeeklySummaries.subject(tenant, summary.week()),
        text.plain(summary, tenant, unsubscribe),
        text.html(summary, tenant, unsubscribe),
        unsubscribe);
  }

  /** Those who still want it: whoever unsubscribed since gets none. */
  private List<Waiting> waiting(Caller caller, Week week) {
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    select m.id, m.user_id
                    from analytics.summary_mail m
                    join analytics.summary_reader r
                      on r.tenant_id = m.tenant_id and r.user_id = m.user_id
                    where m.tenant_id = :tenant and m.week = :week and m.state = 'waiting'
                    order by m.id
                    """)
                .param("tenant", caller.tenantId())
                .param("week", week.monday())
                .query(Rows.of(Waiting.class))
                .list());
  }

  private boolean claim(Caller caller, UUID id, UnsubscribeToken token) {
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                        """
                        update analytics.summary_mail
                        set state = 'sending', attempts = attempts + 1, token_hash = :hash
                        where tenant_id = :tenant and id = :id and state = 'waiting'
                        """)
                    .param("hash", token.hash())
                    .param("tenant", caller.tenantId())
                    .param("id", id)
                    .update()
                == 1);
  }

  private void mark(Caller caller, UUID id, String state) {
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update analytics.summary_mail
                    set state = :state, sent_at = case when :state = 'sent' then now() end
                    where tenant_id = :tenant and id = :id and state = 'sending'
                    """)
                .param("state", state)
                .param("tenant", caller.tenantId())
                .param("id", id)
                .update());
  }

  private Optional<Member> member(Caller caller, UUID user) {
    return all(caller).stream()
        .filter(member -> member.userId().equals(user) && member.isActive())
        .findFirst();
  }

  private List<Member> all(Caller caller) {
    var found = new ArrayList<Member>();
    @Nullable UUID after = null;
    do {
      var page = members.list(caller, new PageRequest(PageRequest.MAX_LIMIT, after));
      found.addAll(page.rows());
      after = page.nextCursor() == null ? null : found.getLast().id();
    } while (after != null);
    return found;
  }
}
