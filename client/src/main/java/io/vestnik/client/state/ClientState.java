package io.vestnik.client.state;

/// Where a client keeps what it remembers. Whoever keeps the messages too puts them into the same
/// transaction as the step that brings them, and so has each exactly once, whatever crashes when.
///
/// One client at a time uses a state, one call after the other.
public interface ClientState extends AutoCloseable {
  /// The one step that makes the state of nothing: [Ledger#whole].
  Step load();

  /// Takes the step as a whole, or throws and has taken nothing of it.
  void apply(Step step);

  /// Lets go of what it holds.
  @Override
  void close();
}
