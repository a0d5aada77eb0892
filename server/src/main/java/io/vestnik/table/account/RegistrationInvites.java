package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of invites to register, which the operator gives out.
public final class RegistrationInvites {
  private static final String GOOD =
      """
       invite = ? and (max_uses is null or uses < max_uses)
        and (expires_time is null or expires_time > ?)
      """;

  private final Sql sql;

  public RegistrationInvites(Sql sql) {
    this.sql = sql;
  }

  /// A row.
  public record InviteRow(
      String invite,
      long createdTime,
      @Nullable Long expiresTime,
      @Nullable Integer maxUses,
      int uses) {}

  public void add(InviteRow invite) {
    sql.update(
        """
        insert into registration_invites (invite, created_time, expires_time, max_uses, uses)
        values (?, ?, ?, ?, ?)
        """,
        invite.invite,
        invite.createdTime,
        invite.expiresTime,
        invite.maxUses,
        invite.uses);
  }

  /// Whether somebody may register with it now.
  public boolean isGood(String invite, long now) {
    return sql.first(
            "select 1 from registration_invites where" + GOOD, row -> row.getInt(1), invite, now)
        != null;
  }

  /// Counts a use, where one is left.
  public boolean use(String invite, long now) {
    return sql.update("update registration_invites set uses = uses + 1 where" + GOOD, invite, now)
        == 1;
  }

  /// The newest first.
  public List<InviteRow> list(int limit) {
    return sql.list(
        """
        select invite, created_time, expires_time, max_uses, uses from registration_invites
        order by created_time desc, invite limit ?
        """,
        RegistrationInvites::row,
        limit);
  }

  /// Whether there was such an invite; there is not any more.
  public boolean remove(String invite) {
    return sql.update("delete from registration_invites where invite = ?", invite) == 1;
  }

  private static InviteRow row(ResultSet row) throws SQLException {
    long expires = row.getLong("expires_time");
    Long expiresTime = row.wasNull() ? null : expires;
    int most = row.getInt("max_uses");
    Integer maxUses = row.wasNull() ? null : most;
    return new InviteRow(
        row.getString("invite"),
        row.getLong("created_time"),
        expiresTime,
        maxUses,
        row.getInt("uses"));
  }
}
