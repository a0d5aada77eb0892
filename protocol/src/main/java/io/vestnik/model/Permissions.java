package io.vestnik.model;

/// Who may do what in a group: of each the lowest role that may (protocol §6).
///
/// @param history what those see who join later
public record Permissions(
    Role send, Role add_members, Role edit, Role pin, Role invite, History history) {

  /// What a group begins with.
  public static final Permissions DEFAULT =
      new Permissions(Role.MEMBER, Role.MEMBER, Role.ADMIN, Role.ADMIN, Role.ADMIN, History.ALL);

  /// What of the log a new member sees.
  public enum History implements Wire {
    ALL,
    JOINED
  }
}
