package io.vestnik.store;

import io.vestnik.table.ChatRow;
import io.vestnik.table.Log;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Mentions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the store knows of many appends before it decides them: fetched with one statement for each
/// thing, and with none for what nobody asks for.
final class AppendFacts {
  private final List<Append> appends;
  private final Map<Long, ChatRow> chats;
  private final Set<Long> aliveSessions;
  private final Map<List<Long>, MemberRow> members;
  private final Map<List<Object>, Log.Earlier> earlier;
  private final Set<List<Long>> repliedTo;
  private final Map<Mentions.Sought, Long> mentioned;

  /// @param lockedChats by their ids
  AppendFacts(Tx tx, List<Append> appends, Map<Long, ChatRow> lockedChats) {
    this.appends = appends;
    chats = lockedChats;
    aliveSessions = tx.sessions().alive(appends.stream().map(a -> a.session().id()).toList());
    members =
        index(
            tx.members().of(keys(a -> Stream.of(memberKey(a)))),
            m -> List.of(m.chatId(), m.userId()));
    List<List<Object>> clientKeys =
        keys(append -> {
          Append.Key key = append.key();
          return key == null ? Stream.empty() : Stream.of(clientKey(append, key));
        });
    earlier =
        clientKeys.isEmpty()
            ? new HashMap<>()
            : index(
                tx.log().earlier(clientKeys),
                e -> List.of(e.chatId(), e.fromId(), e.clientMessageId()));
    List<List<Long>> replies =
        keys(append -> {
          Long replyTo = append.draft().replyTo();
          return replyTo == null ? Stream.empty() : Stream.of(replyKey(append, replyTo));
        });
    repliedTo = replies.isEmpty() ? Set.of() : new HashSet<>(tx.log().existing(replies));
    mentioned =
        tx.mentions()
            .members(new HashSet<>(keys(a -> Mentions.sought(a.chatId(), a.draft().names()))));
  }

  private static <K, V> Map<K, V> index(List<V> rows, Function<V, K> key) {
    return rows.stream().collect(Collectors.toMap(key, row -> row, (a, _) -> a, HashMap::new));
  }

  private <K> List<K> keys(Function<Append, Stream<K>> keys) {
    return appends.stream().flatMap(keys).distinct().toList();
  }

  private static List<Long> memberKey(Append append) {
    return List.of(append.chatId(), append.session().userId());
  }

  private static List<Object> clientKey(Append append, Append.Key key) {
    return List.of(append.chatId(), append.session().userId(), key.clientMessageId());
  }

  private static List<Long> replyKey(Append append, long replyTo) {
    return List.of(append.chatId(), replyTo, append.session().userId());
  }

  boolean isAlive(Append append) {
    return aliveSessions.contains(append.session().id());
  }

  /// The chat, or null where there is none or it has ended.
  @Nullable ChatRow chat(Append append) {
    return chats.get(append.chatId());
  }

  /// The sender's membership.
  @Nullable MemberRow member(Append append) {
    return members.get(memberKey(append));
  }

  /// The message that its sender's key has had before.
  Log.@Nullable Earlier earlier(Append append) {
    Append.Key key = append.key();
    return key == null ? null : earlier.get(clientKey(append, key));
  }

  /// From now on the append's key is that of this message.
  void keep(Append append, Append.Key key, Log.Earlier message) {
    earlier.put(clientKey(append, key), message);
  }

  /// Whether the number is that of a message that was there before, and that the sender may answer
  /// as far as it was neither erased nor hidden.
  boolean isThere(Append append, long replyTo) {
    return repliedTo.contains(replyKey(append, replyTo));
  }

  /// Who is named in any of the chats.
  Map<Mentions.Sought, Long> mentioned() {
    return mentioned;
  }
}
