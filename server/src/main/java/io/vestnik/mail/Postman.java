package io.vestnik.mail;

import io.vestnik.model.Clock;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Mails.MailRow;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits in the queue, on a thread of its own. A mail leaves the queue when the mail
/// server has taken it, so one is sent at least once, and seldom twice.
public final class Postman implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Postman.class);
  private static final long LOOK_MILLIS = 300;
  private static final long FIRST_RETRY_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long LAST_RETRY_MILLIS = Duration.ofMinutes(5).toMillis();

  /// Longer than a mail server may take over one mail. Nobody else tries it in that time.
  private static final long TURN_MILLIS = Duration.ofMinutes(3).toMillis();

  private final Store store;
  private final Clock clock;
  private final MailSettings settings;
  private final Letters letters;
  private final @Nullable SSLSocketFactory trust;
  private final ScheduledThreadPoolExecutor thread;
  private volatile boolean closing;
  private boolean away;
  private boolean stuck;

  /// @param codeKey what codes are made with
  public Postman(Store store, Clock clock, MailSettings settings, byte[] codeKey) {
    this(store, clock, settings, codeKey, null);
  }

  Postman(
      Store store,
      Clock clock,
      MailSettings settings,
      byte[] codeKey,
      @Nullable SSLSocketFactory trust) {
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.trust = trust;
    letters = new Letters(codeKey, settings.sender());
    thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("mail").daemon().unstarted(task));
    thread.scheduleWithFixedDelay(this::run, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try (Smtp smtp = new Smtp(settings, trust)) {
      for (MailRow mail = next(); mail != null && !closing; mail = next()) {
        deliver(smtp, mail);
      }
      stuck = false;
    } catch (MessagingException e) {
      if (!away) {
        // Once, not for each mail; the reply may name the recipient, so only its kind is told.
        log.warn("The mail server {} cannot be used: {}", settings, reason(e));
      }
      away = true;
    } catch (RuntimeException | LinkageError e) {
      if (!closing && !stuck) {
        // Once: it is tried three times a second.
        log.error("Sending mail goes on after an error", e);
      }
      stuck = true;
    }
  }

  // What the exception says of a connection is about the server alone.
  private static String reason(MessagingException e) {
    boolean aboutServer =
        e.getClass() == MessagingException.class
            || e instanceof MailConnectException
            || e instanceof AuthenticationFailedException;
    return aboutServer
        ? e.getClass().getSimpleName() + ": " + e.getMessage()
        : e.getClass().getName();
  }

  // A look first: a read costs the disk nothing.
  private @Nullable MailRow next() {
    long now = clock.millis();
    if (!store.read(tx -> tx.accounts().mails().isDue(now))) {
      return null;
    }
    return store.write(tx -> new Taken(tx.accounts().mails().take(now, now + TURN_MILLIS))).mail;
  }

  private record Taken(@Nullable MailRow mail) {}

  private void deliver(Smtp smtp, MailRow mail) throws MessagingException {
    String address = mail.address();
    if (address == null) {
      done(mail);
      return;
    }
    if (clock.millis() >= mail.expiresTime()) {
      log.warn("Mail {} ({}) was not sent in time and is dropped", mail.id(), mail.kind());
      done(mail);
      return;
    }
    try {
      Smtp.Outcome outcome = smtp.send(address, letters.write(mail));
      if (outcome == Smtp.Outcome.REFUSED) {
        log.warn("Mail {} ({}) was refused by the mail server", mail.id(), mail.kind());
      } else if (away) {
        away = false;
        log.info("The mail server {} can be used again", settings);
      }
      done(mail);
    } catch (MessagingException e) {
      retry(mail);
      throw e;
    } catch (RuntimeException e) {
      log.error("Mail {} ({}) cannot be written and is dropped", mail.id(), mail.kind(), e);
      done(mail);
    }
  }

  private void done(MailRow mail) {
    change(tx -> tx.accounts().mails().remove(mail.id()));
  }

  private void retry(MailRow mail) {
    long delay = FIRST_RETRY_MILLIS << Math.min(mail.attempts(), 10);
    long next = clock.millis() + Math.min(delay, LAST_RETRY_MILLIS);
    change(tx -> tx.accounts().mails().retry(mail.id(), next));
  }

  private void change(Consumer<Tx> change) {
    store.write(tx -> {
      change.accept(tx);
      return true;
    });
  }

  /// Begins nothing more. What is being sent now may be sent again after the next start.
  @Override
  public void close() {
    closing = true;
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        log.info("The mail server is not waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
