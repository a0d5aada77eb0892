package io.vestnik.mail;

import io.vestnik.model.Clock;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Mails.MailRow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts mails into the queue, within the transaction that they are about: no request waits for a
/// mail server.
public final class MailQueue {
  private static final Logger log = LoggerFactory.getLogger(MailQueue.class);

  /// Notices may fill half of it, so that codes find room while the mail server is away.
  private static final int MOST = 10_000;

  private static final int MOST_NOTICES = MOST / 2;

  private final boolean setUp;
  private final Clock clock;

  public MailQueue(boolean setUp, Clock clock) {
    this.setUp = setUp;
    this.clock = clock;
  }

  /// Whether this server can send mail.
  public boolean isSetUp() {
    return setUp;
  }

  /// To whom a mail goes.
  ///
  /// @param address null for who does not exist: the same is done, and nothing sent
  public record To(@Nullable String address, String username, String language) {}

  /// Queues a mail with a code.
  public void addCode(Tx tx, Kind kind, To to, byte[] seed) {
    add(tx, kind, to, seed, null);
  }

  /// Queues a notice, where there is an address.
  public void addNotice(Tx tx, Kind kind, To to) {
    if (setUp && to.address != null) {
      add(tx, kind, to, null, null);
    }
  }

  /// Queues the notice of a sign-in, where there is an address.
  ///
  /// @param device the user's word for it, and the IP address it came from
  public void addNewDevice(Tx tx, To to, @Nullable String device, @Nullable String from) {
    if (setUp && to.address != null) {
      add(tx, Kind.NEW_DEVICE, to, null, Letters.device(device, from));
    }
  }

  private void add(Tx tx, Kind kind, To to, byte @Nullable [] seed, @Nullable String detail) {
    int most = kind.isCode() ? MOST : MOST_NOTICES;
    if (tx.accounts().mails().count(most) >= most) {
      log.warn("A mail is dropped: {} are waiting already", most);
      return;
    }
    long now = clock.millis();
    long expires = now + kind.lifeMillis();
    tx.accounts()
        .mails()
        .add(
            new MailRow(
                0,
                kind.word(),
                to.address,
                to.username,
                to.language,
                seed,
                detail,
                now,
                expires,
                0));
  }
}
