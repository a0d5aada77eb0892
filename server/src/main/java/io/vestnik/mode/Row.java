package io.vestnik.mode;

import io.vestnik.protocol.Limit;
import io.vestnik.protocol.RecordReader;
import org.jspecify.annotations.Nullable;

/// A row of the table of modes.
///
/// @param name the contract's word
/// @param reader makes the mode's request of a frame's fields
/// @param notSetUp why the mode cannot be asked on this server; null where it can
public record Row<Q extends Record>(
    String name,
    Access access,
    Limit limit,
    Mode<Q, ?> mode,
    RecordReader<Q> reader,
    @Nullable String notSetUp) {

  /// A row for a mode whose request is its nested record `Request`.
  @SuppressWarnings("unchecked") // a mode's request is its own
  public static <Q extends Record> Row<Q> of(
      String name, Access access, Limit limit, Mode<Q, ?> mode) {
    if (access == Access.TOKEN && mode instanceof Immediate) {
      throw new IllegalArgumentException(name + " would run before its token is looked at");
    }
    for (Class<?> nested : mode.getClass().getClasses()) {
      if (nested.getSimpleName().equals("Request")) {
        return new Row<>(name, access, limit, mode, new RecordReader<>((Class<Q>) nested), null);
      }
    }
    throw new IllegalArgumentException(mode.getClass() + " has no public record Request");
  }

  /// The same row, refused with 501 where what it needs is not set up.
  public Row<Q> where(boolean setUp, String otherwise) {
    return new Row<>(name, access, limit, mode, reader, setUp ? null : otherwise);
  }
}
