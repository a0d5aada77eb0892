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
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That a user looks other than before is told, though the database cannot be read at that moment,
/// and what is told last is the newest.
@Tag("once")
class UserNewsTest {
  @TempDir private Path folder;
  private final AtomicInteger told = new AtomicInteger();
  private final Queue<Runnable> reads = new ConcurrentLinkedQueue<>();
  @AutoClose private Store store;
  private long anna;
  private UserNews news;

  @BeforeEach
  void start() {
    store = new SqliteStore(folder.resolve("t.db"), new SystemClock(), (_, _) -> {});
    Username name = new Username("anna", "anna", "anna");
    Email email = new Email("anna@example.org", "anna@example.org");
    anna = store.write(tx -> tx.users().add(new Users.NewUser(name, email, "none", "en", 1)));
  }

  // Hands each reading over.
  private UserNews reading(Consumer<Reading> hear) {
    Class<Store> type = Store.class;
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              hear.accept(new Reading((Reply<?>) arguments[1], () -> invoke(method, arguments)));
              return null;
            });
    return new UserNews(type.cast(proxy), _ -> told.incrementAndGet());
  }

  private record Reading(Reply<?> reply, Runnable real) {}

  private void invoke(Method method, Object... arguments) {
    try {
      method.invoke(store, arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Test
  void whatCannotBeReadIsReadLater() {
    news =
        reading(one -> {
          reads.add(one.real);
          if (reads.size() == 1) {
            one.reply.then().accept(new Reply.Failed<>(Rejection.overloaded("away")));
          } else {
            one.real.run();
          }
        });
    news.changed(anna);
    assertThat(told).hasValue(0);
    await().until(() -> told.get() == 1);
    assertThat(reads).hasSize(2);
  }

  @Test
  void whatChangesWhileItIsReadIsReadOnceMoreAfterwards() {
    news = reading(one -> reads.add(one.real));
    news.changed(anna);
    news.changed(anna);
    news.changed(anna);
    assertThat(reads).hasSize(1);
    reads.remove().run();
    await().until(() -> told.get() == 1 && reads.size() == 1);
    reads.remove().run();
    await().until(() -> told.get() == 2);
    news.changed(anna);
    await().until(() -> reads.size() == 1);
  }
}
