package io.vestnik.export;

import io.vestnik.account.OwnPassword;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.model.Clock;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.Exports.Export;
import java.time.Duration;
import java.util.function.Supplier;

/// `exportAccount`: has a file made of all that is stored of the user (protocol §3). One that is
/// being made, or is new, is not made again.
public final class ExportAccount implements Working<ExportAccount.Request, ExportAccount.Answer> {
  private static final long NEW_MILLIS = Duration.ofHours(1).toMillis();

  private final Store store;
  private final Clock clock;
  private final OwnPassword own;
  private final Supplier<String> newId;
  private final Runnable waits;

  /// @param waits hears that an export waits to be made
  public ExportAccount(
      Store store, Clock clock, OwnPassword own, Supplier<String> newId, Runnable waits) {
    this.store = store;
    this.clock = clock;
    this.own = own;
    this.newId = newId;
    this.waits = waits;
  }

  public record Request(String password) {}

  /// Where the file will be.
  public record Answer(String file_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    Account account = own.require(caller, request.password);
    String fileId = store.write(tx -> ask(tx, OwnPassword.still(tx, caller, account).id()));
    waits.run();
    return new Answer(fileId);
  }

  private String ask(Tx tx, long userId) {
    long now = clock.millis();
    Export before = tx.accounts().exports().ofUser(userId);
    if (before != null) {
      Long ready = before.readyTime();
      if (ready == null || now - ready < NEW_MILLIS) {
        return before.fileId();
      }
      tx.accounts().exports().release(userId);
    }
    String fileId = newId.get();
    tx.accounts().exports().add(fileId, userId, now);
    return fileId;
  }
}
