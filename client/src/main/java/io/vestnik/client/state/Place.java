package io.vestnik.client.state;

/// How far the client has come in one chat.
///
/// @param position the last entry that was applied; [#UNKNOWN] where the next one that comes is the
///   first
/// @param end the last entry that is known to be there: what lies between is a hole, filled before
///   anything later is applied
/// @param created_time the chat's, by which it is told from another of the same number
/// @param revision of the newest look of the chat that was applied
/// @param fresh whether no answer to sync has shown the chat yet, so the cursor does not know it
public record Place(
    long chat_id, long position, long end, long created_time, long revision, boolean fresh) {
  /// The position before the first entry.
  public static final long UNKNOWN = -1;

  /// Whether entries are missing.
  public boolean hasHole() {
    return position != UNKNOWN && position < end;
  }

  /// The place when this entry has been applied.
  public Place at(long eventId) {
    return new Place(chat_id, eventId, Math.max(end, eventId), created_time, revision, fresh);
  }

  /// The place when this entry is known to be there.
  public Place reaching(long eventId) {
    return new Place(chat_id, position, Math.max(end, eventId), created_time, revision, fresh);
  }

  /// The place when the chat looks so.
  public Place looking(long newRevision) {
    return new Place(chat_id, position, end, created_time, newRevision, fresh);
  }
}
