package io.vestnik.profile;

import io.vestnik.chat.CreateChat;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.User;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `findUsers`: those whose names begin so, whatever the case (protocol §3).
public final class FindUsers implements Reading<FindUsers.Request, FindUsers.Answer> {
  private final CreateChat.Names names;

  public FindUsers(CreateChat.Names names) {
    this.names = names;
  }

  public record Request(
      @Length(min = 2, max = 320) String query,
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit) {}

  /// The users, in the order of their names.
  ///
  /// @param has_more whether more names begin so: a longer query finds them
  public record Answer(List<Encoded<User>> users, boolean has_more) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    String key = names.key(request.query);
    List<User> users =
        key == null
            ? List.of()
            : tx.accounts().profiles().beginning(key, Page.fetch(request.limit));
    Page<User> page = Page.of(users, request.limit);
    return new Answer(page.items(), page.hasMore());
  }
}
