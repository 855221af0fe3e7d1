package dev.freehold.analytics.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.freehold.analytics.AnalyticsServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SummariesTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Pattern LINK = Pattern.compile("http://localhost(/unsubscribe/\\S+)");

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final WeeklySummaries summaries = SERVER.bean(WeeklySummaries.class);
  private final SummaryReaders readers = SERVER.bean(SummaryReaders.class);

  @Test
  void aWeekBeginsOnMondayInUtcAndSettlesForSixHours() {
    assertThat(Week.of(Instant.parse("2026-11-22T23:59:59Z")).monday())
        .isEqualTo(LocalDate.parse("2026-11-16"));
    assertThat(Week.lastSettled(Instant.parse("2026-11-23T05:59:00Z")).monday())
        .isEqualTo(LocalDate.parse("2026-11-09"));
    assertThat(Week.lastSettled(Instant.parse("2026-11-23T06:00:00Z")).monday())
        .isEqualTo(LocalDate.parse("2026-11-16"));
  }

  @Test
  void aChangeIsSaidAgainstTheWeekBefore() {
    assertThat(WeeklySummary.change(112, 100)).isEqualTo("+12 %");
    assertThat(WeeklySummary.change(97, 100)).isEqualTo("−3 %");
    assertThat(WeeklySummary.change(5, 0)).isEqualTo("new");
    assertThat(WeeklySummary.change(0, 0)).isEqualTo("0 %");
  }

  @Test
  void aReaderGetsAWeekOnceHoweverOftenAndWhereverItIsSent() throws Exception {
    readers.subscribe(tenant.caller());
    readers.subscribe(tenant.caller());
    var week = summaries.last();
    var begun =
        List.of(
            CompletableFuture.supplyAsync(() -> summaries.begin(tenant.caller(), week)),
            CompletableFuture.supplyAsync(() -> summaries.begin(tenant.caller(), week)));
    assertThat(begun.stream().map(CompletableFuture::join).toList())
        .containsExactlyInAnyOrder(true, false);
    assertThat(summaries.begin(tenant.caller(), week)).isFalse();
    // The scheduler runs the job as well: three senders at once.
    var mails = SERVER.bean(SummaryMails.class);
    var request = new WeeklySummaries.Request(week.monday());
    var second = CompletableFuture.supplyAsync(() -> mails.send(tenant.caller(), request));
    mails.send(tenant.caller(), request);
    second.join();
    await().until(() -> !mine().isEmpty() && states().equals(List.of("sent")));
    mails.send(tenant.caller(), request);
    assertThat(mine()).hasSize(1);
  }

  @Test
  void theMailHasBothFormsAndALinkThatEndsIt() throws Exception {
    readers.subscribe(tenant.caller());
    summaries.begin(tenant.caller(), summaries.last());
    await().until(() -> mine().size() == 1);
    var mail = mine().getFirst();
    assertThat(mail.getContentType()).startsWith("multipart/");
    var body = GreenMailUtil.getWholeMessage(mail);
    assertThat(body).contains("text/plain", "text/html", "List-Unsubscribe-Post");
    var link = LINK.matcher(mail.getHeader("List-Unsubscribe")[0].replace(">", ""));
    assertThat(link.find()).isTrue();
    assertThat(stored()).doesNotContain(link.group(1));

    assertThat(ask("GET", link.group(1)).body()).contains("Stop it");
    assertThat(readers.isReader(tenant.caller())).isTrue();
    assertThat(ask("POST", link.group(1)).statusCode()).isEqualTo(200);
    assertThat(readers.isReader(tenant.caller())).isFalse();
    assertThat(ask("POST", link.group(1)).statusCode()).isEqualTo(200);
    assertThat(ask("POST", UnsubscribesConsole.PATH + "/no-such-token").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoeverUnsubscribesBeforeTheMailGetsNone() {
    readers.subscribe(tenant.caller());
    readers.unsubscribe(tenant.caller());
    summaries.begin(tenant.caller(), summaries.last());
    assertThat(states()).isEmpty();
  }

  @Test
  void theScheduleFindsTenantsWithReadersAndBeginsTheirWeekOnce() {
    var schedule = SERVER.bean(SummarySchedule.class);
    readers.subscribe(tenant.caller());
    schedule.run();
    assertThat(summaries.weeks(tenant.caller(), 10)).as("of a week before they asked").isEmpty();
    SERVER
        .database()
        .superuser()
        .sql("update analytics.summary_reader set created_at = :then where tenant_id = :tenant")
        .param("then", java.sql.Timestamp.from(summaries.last().from()))
        .param("tenant", tenant.caller().tenantId())
        .update();
    schedule.run();
    schedule.run();
    var weeks = summaries.weeks(tenant.caller(), 10);
    assertThat(weeks).containsExactly(summaries.last());
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(SERVER.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The mails to this tenant's owner. */
  private List<MimeMessage> mine() throws MessagingException, IOException {
    var address = address();
    return Arrays.stream(TestMail.SERVER.getReceivedMessages())
        .filter(mail -> address.equals(recipient(mail)))
        .toList();
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getAllRecipients()[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String address() {
    return SERVER
        .database()
        .superuser()
        .sql("select email from accounts.user_account where id = :id")
        .param("id", tenant.caller().actor().id())
        .query(String.class)
        .single();
  }

  private List<String> states() {
    return SERVER
        .database()
        .superuser()
        .sql("select state from analytics.summary_mail where tenant_id = :tenant")
        .param("tenant", tenant.caller().tenantId())
        .query((row, index) -> row.getString("state"))
        .list();
  }

  /** Everything that is kept of a mail. */
  private String stored() {
    return SERVER
        .database()
        .superuser()
        .sql("select m::text from analytics.summary_mail m where tenant_id = :tenant")
        .param("tenant", tenant.caller().tenantId())
        .query(String.class)
        .list()
        .toString();
  }
}
