package io.vestnik.live;

import io.vestnik.model.Notice;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Profiles.ChatWith;
import io.vestnik.table.account.Profiles.ProfileRow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells that a user looks other than before to those who share a personal chat with them, and to
/// their own devices: the user, and how the chat looks now.
final class UserNews {
  private static final Logger log = LoggerFactory.getLogger(UserNews.class);
  private static final int TRIES = 60;
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final Store store;
  private final Consumer<Consumer<LoopHub>> onEachLoop;

  // Whom it reads about, one reading at a time, so that the newest is told last; and whether they
  // have changed again meanwhile.
  private final Map<Long, Boolean> reading = new ConcurrentHashMap<>();
  private volatile boolean closed;

  UserNews(Store store, Consumer<Consumer<LoopHub>> onEachLoop) {
    this.store = store;
    this.onEachLoop = onEachLoop;
  }

  /// Tries no more what cannot be read.
  void close() {
    closed = true;
  }

  private record News(@Nullable ProfileRow user, List<ChatWith> chats) {}

  /// Something that others see of the user has changed. Where it cannot be read now, it is later.
  void changed(long userId) {
    if (reading.put(userId, true) == null) {
      read(userId, TRIES);
    }
  }

  private void read(long userId, int tries) {
    reading.put(userId, false);
    store.read(
        tx -> read(tx, userId),
        new Reply<News>(
            Runnable::run,
            outcome -> {
              switch (outcome) {
                case Reply.Done<News>(News news) -> {
                  try {
                    tell(news);
                  } finally {
                    readAgain(userId);
                  }
                }
                case Reply.Failed<News>(RuntimeException _) when tries > 1 && !closed ->
                    LATER.execute(() -> read(userId, tries - 1));
                case Reply.Failed<News>(RuntimeException why) -> {
                  readAgain(userId);
                  giveUp(userId, why);
                }
              }
            }));
  }

  // Who listens is sent away, and catches up.
  private void giveUp(long userId, RuntimeException why) {
    if (!closed) {
      log.warn("How user {} looks now could not be told: all are to catch up", userId, why);
      onEachLoop.accept(loop -> loop.subscribers.all().forEach(one -> one.peer.outdated()));
    }
  }

  private void readAgain(long userId) {
    if (!reading.remove(userId, false)) {
      read(userId, TRIES);
    }
  }

  private static News read(Tx tx, long userId) {
    return new News(
        tx.accounts().profiles().byId(userId), tx.accounts().profiles().personalChats(userId));
  }

  private void tell(News news) {
    ProfileRow user = news.user;
    if (user != null) {
      Notice changed = new Notice.UserChanged(user.user());
      onEachLoop.accept(loop -> {
        loop.beside.tellUser(user.id(), changed);
        for (ChatWith chat : news.chats) {
          if (chat.userId() != user.id()) {
            loop.beside.tellUser(chat.userId(), changed);
          }
          loop.chatChanged(chat.chatId(), chat.userId());
        }
      });
    }
  }
}
