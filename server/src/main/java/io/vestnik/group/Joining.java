package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Former;
import io.vestnik.table.Members;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How users become members of a group.
public final class Joining {
  private final Limits limits;

  public Joining(Limits limits) {
    this.limits = limits;
  }

  /// Refuses with 409 more members than a group may have.
  void mayBe(int members) {
    if (members > limits.groupMembers()) {
      throw Rejection.groupFull(limits.groupMembers());
    }
  }

  /// Makes these members, who are none; gives the entry that tells so. Refuses with 409 where they
  /// are too many.
  Entry join(
      Tx tx, ChatRow group, long byUser, Collection<Long> userIds, Event.MemberAdded.How how) {
    int count = group.memberCount() + userIds.size();
    mayBe(count);
    Entry entry = tx.log().append(group, byUser, new Event.MemberAdded(named(tx, userIds), how));
    Map<Long, Former.Row> before = tx.former().of(group.id(), userIds);
    Map<Long, Members.Seat> seats = new HashMap<>();
    userIds.forEach(id -> seats.put(id, Membership.seat(group, entry, before.get(id))));
    tx.members().addAll(group.id(), seats);
    tx.chats().setMemberCount(group.id(), count);
    return entry;
  }

  private static List<Event.Named> named(Tx tx, Collection<Long> userIds) {
    Map<Long, String> names = tx.users().names(userIds);
    return userIds.stream()
        .sorted()
        .map(id -> new Event.Named(id, names.get(id), Role.MEMBER))
        .toList();
  }
}
