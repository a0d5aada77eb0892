package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Role;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getMembers`: a page of a chat's members, ascending by user_id (protocol §4).
public final class GetMembers implements Reading<GetMembers.Request, GetMembers.Answer> {
  public record Request(
      @Id long chat_id,
      @Nullable @Id(min = 0) Long after_user_id,
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit) {}

  /// A page of members.
  ///
  /// @param has_more whether there are more with higher numbers
  public record Answer(List<Encoded<Member>> members, boolean has_more) {}

  /// A member, and since when they are one.
  public record Member(
      long user_id, String username, @Nullable String photo_id, Role role, long joined_time) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Membership.of(tx, request.chat_id, caller.userId());
    long after = request.after_user_id == null ? 0 : request.after_user_id;
    List<Member> members =
        tx.members().after(request.chat_id, after, Page.fetch(request.limit)).stream()
            .map(GetMembers::member)
            .toList();
    Page<Member> page = Page.of(members, request.limit);
    return new Answer(page.items(), page.hasMore());
  }

  private static Member member(MemberRow m) {
    return new Member(m.userId(), m.username(), m.photoId(), m.role(), m.joinedTime());
  }
}
