package io.vestnik.mode;

import io.vestnik.model.TokenHash;
import io.vestnik.protocol.Envelope;
import io.vestnik.protocol.Rejection;
import org.jspecify.annotations.Nullable;

/// A request that was read: ready to be carried out, or refused already.
public sealed interface Call {
  /// What the answer repeats.
  Envelope envelope();

  /// How it goes together with others of its connection.
  Kind kind();

  /// Whether it brings a token to a mode that asks for one.
  boolean showsToken();

  /// With which others of its connection a call may be under way at the same time, so that each
  /// sees the effects of those before it (protocol §2).
  enum Kind {
    /// With any: it touches nothing.
    FREE,
    /// With other reads.
    READ,
    /// With other writes, which the store keeps in order.
    WRITE,
    /// With none.
    ALONE
  }

  /// Refused for what the frame says.
  record Refused(Envelope envelope, Rejection why) implements Call {
    @Override
    public Kind kind() {
      return Kind.FREE;
    }

    @Override
    public boolean showsToken() {
      return false;
    }
  }

  /// Its fields are right.
  ///
  /// @param token null where the mode needs none
  record Ready<Q extends Record>(
      Envelope envelope, Row<Q> row, Q request, @Nullable TokenHash token) implements Call {
    @Override
    public Kind kind() {
      return switch (row.mode()) {
        case Immediate<?, ?> _ -> Kind.FREE;
        case Reading<?, ?> _ -> Kind.READ;
        case Writing<?, ?> _, Appending<?, ?> _ -> Kind.WRITE;
        case Working<?, ?> _, Subscribing<?, ?> _ -> Kind.ALONE;
      };
    }

    @Override
    public boolean showsToken() {
      return token != null;
    }
  }
}
