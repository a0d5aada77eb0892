package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestnik.model.Email;
import io.vestnik.model.SystemClock;
import io.vestnik.model.Username;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import io.vestnik.store.SqliteStore;
import io.vestnik.store.Store;
import io.vestnik.table.Users;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That a user looks other than before is told though the database cannot be read at that moment.
@Tag("once")
class UserNewsTest {
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  // The first time that it is read it says that it is away.
  private Store awayAtFirst(Store store) {
    Class<Store> type = Store.class;
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (arguments[1] instanceof Reply<?> reply && reads.incrementAndGet() == 1) {
                reply.then().accept(new Reply.Failed<>(Rejection.overloaded("away")));
                return null;
              }
              return method.invoke(store, arguments);
            });
    return type.cast(proxy);
  }

  @Test
  void whatCannotBeReadIsReadLater(@TempDir Path folder) {
    try (Store store = new SqliteStore(folder.resolve("t.db"), new SystemClock(), (_, _) -> {})) {
      Username name = new Username("anna", "anna", "anna");
      Email email = new Email("anna@example.org", "anna@example.org");
      long anna =
          store.write(tx -> tx.users().add(new Users.NewUser(name, email, "none", "en", 1)));
      UserNews news = new UserNews(awayAtFirst(store), _ -> told.incrementAndGet());
      news.changed(anna);
      assertThat(told).hasValue(0);
      await().until(() -> told.get() == 1);
      assertThat(reads).hasValue(2);
    }
  }
}
