package io.vestnik.profile;

import io.vestnik.chat.CreateChat;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Profiles.ProfileRow;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// `getUser`: one user as one may see them (protocol §3), and whether they are there where they
/// show that.
public final class GetUser implements Reading<GetUser.Request, GetUser.Answer> {
  private final CreateChat.Names names;
  private final LongPredicate isOnline;

  /// @param isOnline whether a user is connected, to whatever node
  public GetUser(CreateChat.Names names, LongPredicate isOnline) {
    this.names = names;
    this.isOnline = isOnline;
  }

  public record Request(@Nullable @Id Long user_id, @Nullable @Length(max = 320) String username) {
    public Request {
      if (user_id == null && username == null) {
        throw Rejection.missing("user_id");
      }
      if (user_id != null && username != null) {
        throw Rejection.format("username", "Of user_id and username one alone may be given.");
      }
    }
  }

  /// The user.
  ///
  /// @param online absent where they do not show it to who asks
  /// @param last_seen when they were last there; absent while they are, and where it is not shown
  public record Answer(
      long user_id,
      String username,
      @Nullable String photo_id,
      @Nullable String about,
      @Nullable Boolean online,
      @Nullable Long last_seen) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    ProfileRow user = find(request, tx);
    if (user == null) {
      throw Rejection.noUser(request.user_id == null ? "username" : "user_id");
    }
    long id = user.id();
    boolean shown = id == caller.userId() || tx.accounts().watchers().maySee(caller.userId(), id);
    Boolean online = shown ? isOnline.test(id) : null;
    return new Answer(
        id,
        user.username(),
        user.photoId(),
        user.about(),
        online,
        online != null && !online ? user.lastSeenTime() : null);
  }

  private @Nullable ProfileRow find(Request request, Tx tx) {
    if (request.user_id != null) {
      return tx.accounts().profiles().living(request.user_id);
    }
    String key = request.username == null ? null : names.key(request.username);
    return key == null ? null : tx.accounts().profiles().byUsernameKey(key);
  }
}
