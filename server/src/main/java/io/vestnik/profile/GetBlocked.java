package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.User;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getBlocked`: whom one has blocked, ascending by user_id (protocol §3).
public final class GetBlocked implements Reading<GetBlocked.Request, GetBlocked.Answer> {
  public record Request(
      @Nullable @Id(min = 0) Long after_user_id,
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit) {}

  /// A page of users.
  ///
  /// @param has_more whether there are more with higher numbers
  public record Answer(List<Encoded<User>> users, boolean has_more) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    long after = request.after_user_id == null ? 0 : request.after_user_id;
    List<User> users =
        tx.accounts().blocks().after(caller.userId(), after, Page.fetch(request.limit));
    Page<User> page = Page.of(users, request.limit);
    return new Answer(page.items(), page.hasMore());
  }
}
