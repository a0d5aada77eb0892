package io.vestnik.table;

import io.vestnik.model.Entry;
import io.vestnik.sql.Sql;
import java.util.List;

/// Parts of several chats' logs at once, for those who pass them on to members.
public final class Parts {
  private static final int MAX_ENTRIES = 2_000;
  private final Sql sql;

  Parts(Sql sql) {
    this.sql = sql;
  }

  /// A part of one log, both ends inclusive.
  public record Part(long chatId, long from, long until) {}

  /// The entries of these parts, each chat's ascending and from its first on; only so many that
  /// memory bears them. A message has its `client_message_id`, which its sender alone may see.
  public List<Entry> read(List<Part> parts) {
    List<Entry> entries =
        sql.listUpTo(
            EntryRows.ENOUGH_TEXT,
            EntryRows::length,
            "select e.kind, e.body, null as hidden_id, "
                + EntryRows.EDIT_COLUMNS
                + EntryRows.COLUMNS
                + " from "
                + sql.dialect().keyTable("bigint", "bigint", "bigint")
                + " k cross join entries e "
                + EntryRows.NAMES
                + EntryRows.EDITS
                + """
                where e.chat_id = k.k1 and e.event_id between k.k2 and k.k3
                order by e.chat_id, e.event_id limit
                """
                + MAX_ENTRIES,
            row -> EntryRows.entry(row, EntryRows.ANYBODY),
            sql.dialect()
                .keys(parts.stream().map(p -> List.of(p.chatId, p.from, p.until)).toList()));
    return LogView.named(sql, entries);
  }
}
