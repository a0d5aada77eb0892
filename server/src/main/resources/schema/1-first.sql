-- Words in ${…} are the dialect's. Times are milliseconds since the Unix epoch.

-- One row: which data set this is, the key of the keyed hashes in it, and from which copy of it the
-- data were last served.
create table dataset (
  number integer primary key,
  id text not null,
  hash_key ${bytes} not null,
  created_time bigint not null,
  past text
);

-- A row while the data of that data set are being copied in: not all of them are here.
create table unfinished_copy (
  dataset text not null
);

-- username_key is ordered by its bytes, so that the index finds beginnings of it.
-- deleted_time: what is left of a deleted account is a row without anything of the user. leaving:
-- it is still to be taken out of its groups. look_changes: how often the name or the photo was
-- changed.
create table users (
  id ${id},
  username text not null,
  username_key text ${bytewise} not null,
  skeleton text not null,
  email text,
  email_key text,
  email_verified boolean not null default false,
  password_hash text not null,
  disabled boolean not null default false,
  language text not null,
  about text,
  photo_id text,
  show_presence boolean not null default true,
  last_seen_time bigint,
  deleted_time bigint,
  leaving boolean not null default false,
  look_changes bigint not null default 0,
  created_time bigint not null
);
create index users_leaving on users (id) where leaving;
create unique index users_username on users (username_key);
create unique index users_skeleton on users (skeleton);
create unique index users_email on users (email_key);

-- Photos of users and groups, as JPEGs of 512 and 96 pixels. Each is one's alone.
create table photos (
  photo_id text primary key,
  small ${bytes} not null,
  large ${bytes} not null
);

-- Whom a user has blocked.
create table blocks (
  user_id bigint not null,
  blocked_id bigint not null,
  primary key (user_id, blocked_id)
) ${clustered};
create index blocks_blocked on blocks (blocked_id);

-- A token is kept as its SHA-256 alone. last_used_time is kept to the hour.
create table sessions (
  id ${id},
  session_id text not null,
  token_hash ${bytes} not null,
  user_id bigint not null,
  device text,
  address text,
  created_time bigint not null,
  last_used_time bigint not null
);
create unique index sessions_token on sessions (token_hash);
create index sessions_user on sessions (user_id);

-- Sessions that a process beside the server has ended, for the servers to hear of.
create table ended_sessions (
  id bigint primary key,
  token_hash ${bytes} not null,
  user_id bigint not null,
  session_id text not null,
  ended_time bigint not null
);

-- Usernames that were given up, kept for their former owners.
create table released_names (
  username_key text primary key,
  skeleton text not null,
  user_id bigint not null,
  released_time bigint not null
);
create index released_names_skeleton on released_names (skeleton);
create index released_names_user on released_names (user_id, released_time);

-- Mailed codes, one of a purpose at a time: 0 verifying an address, 1 recovery; 2 counts notices of
-- new devices, 3 other notices to an address that is not verified. User 0 is nobody: what is asked for who does not exist does the same work there.
-- mailed_times: of the last ones, with commas between them.
create table codes (
  user_id bigint not null,
  purpose smallint not null,
  code_hash ${bytes},
  email text,
  email_key text,
  expires_time bigint not null,
  tries integer not null,
  tried_time bigint not null,
  mailed_times text not null,
  primary key (user_id, purpose)
) ${clustered};

-- Mails to be sent. Without an address there is nothing to send. code_seed: what the code in it is
-- made of. next_time: when it is to be tried; who tries it moves that on first.
create table mails (
  id ${id},
  kind text not null,
  address text,
  username text not null,
  language text not null,
  code_seed ${bytes},
  detail text,
  created_time bigint not null,
  expires_time bigint not null,
  next_time bigint not null,
  attempts integer not null
);
create index mails_next on mails (next_time);

-- Two factors; confirmed: they are on. last_step: the step of the last code that was used.
create table second_factors (
  user_id bigint primary key,
  secret ${bytes} not null,
  confirmed boolean not null,
  last_step bigint not null
);

-- A recovery code is kept as its keyed hash, and goes when it is used.
create table recovery_codes (
  user_id bigint not null,
  code_hash ${bytes} not null,
  primary key (user_id, code_hash)
) ${clustered};

-- What is stored of a user, as a file for them. ready_time: since when all of it is there. maker: who
-- makes it, and has it for itself until lease_time. Without a user it is nobody's any more, and what
-- is left of it is to be deleted.
create table exports (
  file_id text primary key,
  user_id bigint,
  created_time bigint not null,
  ready_time bigint,
  size bigint not null default 0,
  sha256 ${bytes},
  maker text,
  lease_time bigint not null,
  attempts integer not null default 0
);
create unique index exports_user on exports (user_id);
create index exports_waiting on exports (lease_time) where ready_time is null;
create index exports_ready on exports (ready_time);

-- The file, in parts of 128 KiB: 0, 1, 2 ….
create table export_parts (
  file_id text not null,
  number bigint not null,
  bytes ${bytes} not null,
  primary key (file_id, number)
);

-- Who has one may register. uses counts up to max_uses, where there is one.
create table registration_invites (
  invite text primary key,
  created_time bigint not null,
  expires_time bigint,
  max_uses integer,
  uses integer not null
);

-- A message changes last_* alone, and none of them is indexed.
-- user_low and user_high are the two of a personal chat; the same one twice for notes.
-- permissions: of a group, packed into a number.
create table chats (
  id ${id},
  type smallint not null,
  user_low bigint,
  user_high bigint,
  name text,
  about text,
  photo_id text,
  permissions integer,
  member_count integer not null,
  created_time bigint not null,
  last_event_id bigint not null,
  last_event_time bigint not null,
  last_message_id bigint not null,
  last_message_time bigint not null
);
create unique index chats_pair on chats (user_low, user_high);

-- cleared: the chat left its member's list until the next message (deleteChat).
-- wrote: the member has sent something into it; set with their first message.
-- joined_event_id: the entry that made them a member, 0 where they were there at the start. What
-- lies before it they have not to read, though read_message_id says only what they have read.
-- hidden_count: how many messages they have ever hidden.
-- barred: of a personal chat; 1 where the other one has blocked the member, 2 where the other one's
-- account is deleted.
create table members (
  chat_id bigint not null,
  user_id bigint not null,
  role smallint not null,
  joined_time bigint not null,
  first_event_id bigint not null,
  joined_event_id bigint not null,
  read_message_id bigint not null,
  delivered_message_id bigint not null,
  wrote boolean not null,
  cleared boolean not null,
  barred smallint not null default 0,
  muted_until bigint,
  pinned boolean not null,
  archived boolean not null,
  hidden_count bigint not null,
  settings_changes bigint not null default 0,
  primary key (chat_id, user_id)
) ${clustered};
create index members_user on members (user_id, chat_id);
create index members_read on members (chat_id, read_message_id);

-- Who has ever left a group, whether or not they are back: whether they were removed when they
-- last went, up to where they have cleared it, how many messages they have ever hidden, and how often
-- they have changed their settings.
create table former_members (
  chat_id bigint not null,
  user_id bigint not null,
  removed boolean not null,
  cleared_event_id bigint not null,
  hidden_count bigint not null,
  settings_changes bigint not null,
  primary key (chat_id, user_id)
) ${clustered};
create index former_members_user on former_members (user_id, chat_id);

-- uses counts up to max_uses, where there is one.
create table invites (
  invite text primary key,
  chat_id bigint not null,
  from_id bigint not null,
  created_time bigint not null,
  expires_time bigint,
  max_uses integer,
  uses integer not null
);
create index invites_chat on invites (chat_id, created_time);

-- The client_message_id of each createGroup.
create table group_keys (
  user_id bigint not null,
  client_message_id text not null,
  content_hash ${bytes} not null,
  chat_id bigint not null,
  primary key (user_id, client_message_id)
) ${clustered};

-- When a member's marker moved, kept for seven days: kind 0 delivered, 1 read.
create table marker_moves (
  chat_id bigint not null,
  user_id bigint not null,
  kind smallint not null,
  message_id bigint not null,
  moved_time bigint not null,
  primary key (chat_id, user_id, kind, message_id)
) ${clustered};

-- Every chat's log: event_id = 1, 2, 3 … without a gap. A message is the entry that created it.
-- The index answers pages and unread counts by itself.
create table entries (
  id ${id},
  chat_id bigint not null,
  event_id bigint not null,
  kind smallint not null,
  from_id bigint,
  erased boolean not null,
  event_time bigint not null,
  content_type text,
  content text,
  edited_time bigint,
  reply_to bigint,
  forwarded_from bigint,
  mentions text,
  client_message_id text,
  content_hash ${bytes},
  body text
);
create unique index entries_log on entries (chat_id, event_id, kind, from_id, erased);
create unique index entries_client on entries (chat_id, from_id, client_message_id)
  where client_message_id is not null;

-- What an edited message has said: event_id is the entry that brought it. Only edited ones are here.
create table versions (
  chat_id bigint not null,
  event_id bigint not null,
  message_id bigint not null,
  version_time bigint not null,
  content text not null,
  mentions text,
  primary key (chat_id, event_id)
) ${clustered};
create index versions_message on versions (chat_id, message_id, event_id);

-- event_id: the entry that brought it; the first that came are shown first.
create table reactions (
  chat_id bigint not null,
  message_id bigint not null,
  user_id bigint not null,
  reaction text not null,
  event_id bigint not null,
  primary key (chat_id, message_id, user_id)
) ${clustered};

create table pins (
  chat_id bigint not null,
  message_id bigint not null,
  event_id bigint not null,
  primary key (chat_id, message_id)
) ${clustered};

-- Who is mentioned where; the sender is not.
create table mentions (
  chat_id bigint not null,
  user_id bigint not null,
  message_id bigint not null,
  primary key (chat_id, user_id, message_id)
) ${clustered};
create index mentions_message on mentions (chat_id, message_id);

-- What a member has hidden from themselves; number: the member's first hidden message is 1.
create table hidden (
  chat_id bigint not null,
  user_id bigint not null,
  message_id bigint not null,
  number bigint not null,
  primary key (chat_id, user_id, message_id)
) ${clustered};
create index hidden_number on hidden (chat_id, user_id, number);

-- Chats that ended for all and whose entries are being erased, a part at a time.
create table ended_chats (
  chat_id bigint primary key
);
