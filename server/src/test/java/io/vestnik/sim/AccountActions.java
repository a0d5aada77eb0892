package io.vestnik.sim;

import io.vestnik.account.Passwords;
import io.vestnik.account.Secrets;
import io.vestnik.client.VestnikException;
import io.vestnik.client.mode.BlockUser;
import io.vestnik.client.mode.ChangeUsername;
import io.vestnik.client.mode.DeleteAccount;
import io.vestnik.client.mode.GetBlocked;
import io.vestnik.client.mode.GetProfile;
import io.vestnik.client.mode.GetSessions;
import io.vestnik.client.mode.GetUser;
import io.vestnik.client.mode.RevokeSession;
import io.vestnik.client.mode.SetPhoto;
import io.vestnik.client.mode.SetProfile;
import io.vestnik.client.mode.UnblockUser;
import io.vestnik.file.Samples;
import io.vestnik.model.Change;
import io.vestnik.model.Language;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// What devices do with accounts: how they are called and look, whom they block, where they are
/// signed in.
final class AccountActions {
  /// Of whoever is to be asked for it.
  static final String PASSWORD = "correct horse";

  static final String HASH = hash();

  private static final List<String> PICTURES = List.of(picture(8, 8), picture(9, 5));

  // Few, so that they are often another's, or were.
  private static final List<String> NAMES = List.of("user0", "user1", "user2", "anna", "Борис");

  private final Town town;
  private int abouts;

  AccountActions(Town town) {
    this.town = town;
  }

  private static String hash() {
    try (Passwords passwords = new Passwords(1, Duration.ofMinutes(1), Secrets.ofSystem())) {
      return passwords.hash(PASSWORD);
    }
  }

  private static String picture(int width, int height) {
    return Samples.text(Samples.as("png", Samples.halves(width, height)));
  }

  /// A picture, or none.
  static @Nullable String picture(SplittableRandom choice) {
    int which = choice.nextInt(PICTURES.size() + 1);
    return which == PICTURES.size() ? null : PICTURES.get(which);
  }

  /// Does something.
  void act(Device device, SplittableRandom choice) {
    int dice = choice.nextInt(24);
    long other = town.users.get(choice.nextInt(town.users.size()));
    if (dice < 5) {
      rename(device, NAMES.get(choice.nextInt(NAMES.size())));
    } else if (dice < 9) {
      photo(device, picture(choice));
    } else if (dice < 12) {
      town.ask(device, "says of themselves", profile(choice));
    } else if (dice < 17) {
      block(device, other);
    } else if (dice < 20) {
      unblock(device, other);
    } else if (dice < 22) {
      town.ask(device, "looks at " + other, new GetUser().withUserId(other));
      town.ask(device, "looks whom they block", new GetBlocked());
    } else {
      revoke(device, choice.nextInt(10));
    }
  }

  private void rename(Device device, String name) {
    town.names.ask(device.userId, name);
    town.ask(device, "is to be called " + name, new ChangeUsername(name));
  }

  private void photo(Device device, @Nullable String picture) {
    Change<String> photo = picture == null ? new Change.Clear<>() : new Change.Set<>(picture);
    town.ask(device, "sets a photo, " + photo.getClass().getSimpleName(), new SetPhoto(photo))
        .thenAccept(answer -> {
          String id = answer.photo_id();
          if (id != null) {
            town.photos.put(id, device.userId);
          }
        });
  }

  private SetProfile profile(SplittableRandom choice) {
    SetProfile profile = new SetProfile();
    return switch (choice.nextInt(4)) {
      case 0 -> profile.withAbout("about" + abouts++);
      case 1 -> profile.withAbout(null).withLanguage(Language.RU);
      case 2 -> profile.withShowPresence(GetProfile.ShowPresence.NOBODY);
      default -> profile.withShowPresence(GetProfile.ShowPresence.CONTACTS);
    };
  }

  private void block(Device device, long other) {
    if (other == device.userId) {
      return;
    }
    int since = town.bars.block(device.userId, other);
    town.ask(device, "blocks " + other, new BlockUser(other))
        .thenAccept(_ -> town.bars.blocked(device.userId, other, since, town.place()));
  }

  private void unblock(Device device, long other) {
    town.bars.unblock(device.userId, other, town.place());
    town.ask(device, "blocks no more " + other, new UnblockUser(other))
        .whenComplete((_, problem) -> {
          if (isAnswer(problem)) {
            town.bars.unblocked(device.userId, other);
          }
        });
  }

  // What was refused with 503 may be done all the same.
  private static boolean isAnswer(@Nullable Throwable problem) {
    Throwable why = problem instanceof CompletionException e ? e.getCause() : problem;
    return why == null
        || (why instanceof VestnikException refusal
            && refusal.status() != 0
            && refusal.status() < 500);
  }

  // Not those by which the run itself looks.
  private void revoke(Device device, int which) {
    town.ask(device, "looks where they are signed in", new GetSessions())
        .thenAccept(answer -> {
          List<GetSessions.Device> others =
              answer.sessions().stream()
                  .filter(one -> !one.current() && one.device() != null)
                  .toList();
          if (!others.isEmpty()) {
            GetSessions.Device one = others.get(which % others.size());
            String what = "ends the session of " + one.device();
            town.ask(device, what, new RevokeSession().withSessionId(one.session_id()));
          }
        });
  }

  /// The account ends, for ever.
  void delete(Device device) {
    town.ask(device, "deletes the account", new DeleteAccount(PASSWORD))
        .thenAccept(_ -> town.bars.deleted(device.userId, town.place()));
  }
}
