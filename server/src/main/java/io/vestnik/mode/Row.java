package io.vestnik.mode;

import io.vestnik.protocol.Limit;
import io.vestnik.protocol.RecordReader;
import org.jspecify.annotations.Nullable;

/// A row of the table of modes.
///
/// @param name the contract's word
/// @param request the record that a frame's fields make
/// @param notSetUp why the mode cannot be asked on this server; null where it can
public record Row<Q extends Record>(
    String name,
    Access access,
    Limit limit,
    Mode<Q, ?> mode,
    Class<Q> request,
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
        return new Row<>(name, access, limit, mode, (Class<Q>) nested, null);
      }
    }
    throw new IllegalArgumentException(mode.getClass() + " has no public record Request");
  }

  /// What makes the request of a frame's fields.
  RecordReader<Q> reader() {
    return RecordReader.of(request);
  }

  /// The same row, refused with 501 where what it needs is not set up.
  public Row<Q> where(boolean setUp, String otherwise) {
    return new Row<>(name, access, limit, mode, request, setUp ? null : otherwise);
  }
}
