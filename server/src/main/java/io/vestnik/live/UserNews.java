package io.vestnik.live;

import io.vestnik.model.Notice;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Profiles.ChatWith;
import io.vestnik.table.account.Profiles.ProfileRow;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells that a user looks other than before to those who share a personal chat with them, and to
/// their own devices: the user, and how the chat looks now.
final class UserNews {
  private final Store store;
  private final Consumer<Consumer<LoopHub>> onEachLoop;

  UserNews(Store store, Consumer<Consumer<LoopHub>> onEachLoop) {
    this.store = store;
    this.onEachLoop = onEachLoop;
  }

  private record News(@Nullable ProfileRow user, List<ChatWith> chats) {}

  /// Something that others see of the user has changed.
  void changed(long userId) {
    store.read(
        tx -> read(tx, userId),
        new Reply<News>(
            Runnable::run,
            outcome -> {
              if (outcome instanceof Reply.Done<News>(News news)) {
                tell(news);
              }
            }));
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
