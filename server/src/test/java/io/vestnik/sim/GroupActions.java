package io.vestnik.sim;

import io.vestnik.client.VestnikClient;
import io.vestnik.client.mode.AddMembers;
import io.vestnik.client.mode.Contact;
import io.vestnik.client.mode.CreateChat;
import io.vestnik.client.mode.CreateGroup;
import io.vestnik.client.mode.CreateInvite;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.DeleteGroup;
import io.vestnik.client.mode.EditGroup;
import io.vestnik.client.mode.JoinGroup;
import io.vestnik.client.mode.LeaveGroup;
import io.vestnik.client.mode.RemoveMember;
import io.vestnik.client.mode.SetRole;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.protocol.Scalar;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What devices do with groups: make, change, join and leave them, with each other's roles.
final class GroupActions {
  private static final List<Role> ROLES = List.of(Role.values());
  private static final List<Role> MOSTLY_ALL =
      List.of(Role.MEMBER, Role.MEMBER, Role.MEMBER, Role.ADMIN, Role.OWNER);

  private final Town town;
  private int made;
  private int names;

  GroupActions(Town town) {
    this.town = town;
  }

  /// A group from the beginning, so that something happens in it.
  void found(VestnikClient founder, SplittableRandom choice) {
    long group = founder.call(group(choice)).chat_id();
    town.groups.add(group);
    town.invites.add(founder.call(new CreateInvite(group)).invite());
    if (choice.nextBoolean()) {
      founder.call(new EditGroup(group).withPermissions(permissions(choice)));
    }
  }

  private CreateGroup group(SplittableRandom choice) {
    List<Contact> members =
        town.users.stream().filter(_ -> choice.nextInt(3) > 0).map(GroupActions::contact).toList();
    String key = "g" + made++;
    return new CreateGroup(key).withMembers(members).withClientMessageId(key);
  }

  private static Contact contact(long user) {
    return new Contact(new Scalar.Whole(user), CreateChat.ContactMode.ID);
  }

  private static EditGroup.NewPermissions permissions(SplittableRandom choice) {
    return new EditGroup.NewPermissions(
        role(choice),
        role(choice),
        role(choice),
        role(choice),
        role(choice),
        choice.nextBoolean() ? Permissions.History.ALL : Permissions.History.JOINED);
  }

  private static Role role(SplittableRandom choice) {
    return MOSTLY_ALL.get(choice.nextInt(MOSTLY_ALL.size()));
  }

  /// Does something.
  void act(Device device, SplittableRandom choice) {
    int dice = choice.nextInt(40);
    int which = choice.nextInt(1_000);
    long user = town.users.get(choice.nextInt(town.users.size()));
    if (town.groups.isEmpty() || dice < 2) {
      create(device, choice);
      return;
    }
    long group = town.groups.get(which % town.groups.size());
    if (dice < 11) {
      AddMembers add = new AddMembers(group, List.of(contact(user), contact(device.userId)));
      town.change(device, group, add, AddMembers.Answer::event_id);
    } else if (dice < 17) {
      RemoveMember remove = new RemoveMember(group, user);
      town.change(device, group, remove, RemoveMember.Answer::event_id);
    } else if (dice < 23) {
      SetRole set = new SetRole(group, user, ROLES.get(choice.nextInt(ROLES.size())));
      town.change(device, group, set, SetRole.Answer::event_id);
    } else if (dice < 30) {
      town.change(device, group, edit(group, choice), EditGroup.Answer::event_id);
    } else {
      comeAndGo(device, group, dice, choice);
    }
  }

  private EditGroup edit(long group, SplittableRandom choice) {
    EditGroup edit = new EditGroup(group);
    return switch (choice.nextInt(6)) {
      case 0 -> edit.withName("n" + names++);
      case 1 -> edit.withAbout("a" + names++);
      case 2 -> edit.withAbout(null).withName("n" + names++);
      case 3 -> edit.withPhoto(AccountActions.picture(choice));
      default -> edit.withPermissions(permissions(choice));
    };
  }

  private void comeAndGo(Device device, long group, int dice, SplittableRandom choice) {
    if (dice < 33) {
      town.ask(device, "leaves " + group, new LeaveGroup(group));
    } else if (dice == 33) {
      town.ask(device, "leaves and clears " + group, new DeleteChat(group));
    } else if (dice == 34 && choice.nextInt(3) == 0) {
      town.ask(device, "ends " + group, new DeleteGroup(group));
    } else if (dice < 36) {
      CreateInvite request = new CreateInvite(group);
      town.ask(device, "invites to " + group, request.withMaxUses(1 + choice.nextInt(3)))
          .thenAccept(answer -> town.invites.add(answer.invite()));
    } else if (!town.invites.isEmpty()) {
      String invite = town.invites.get(choice.nextInt(town.invites.size()));
      town.ask(device, "joins by an invite", new JoinGroup(invite));
    }
  }

  private void create(Device device, SplittableRandom choice) {
    CreateGroup request = group(choice);
    Town.Once<CreateGroup.Answer> one =
        new Town.Once<>(device.userId, request.name(), 0, request, new ConcurrentLinkedQueue<>());
    town.once.add(one);
    town.ask(device, one)
        .thenAccept(answer -> {
          if (!town.groups.contains(answer.chat_id())) {
            town.groups.add(answer.chat_id());
          }
        });
  }
}
