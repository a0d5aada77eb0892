-- Words in ${…} are the dialect's. Times are milliseconds since the Unix epoch.

-- One row: which data set this is, and the key of the keyed hashes in it.
create table dataset (
  id text not null,
  hash_key ${bytes} not null,
  created_time bigint not null
);

create table users (
  id ${id},
  username text not null,
  username_key text not null,
  skeleton text not null,
  email text,
  email_key text,
  password_hash text not null,
  language text not null,
  last_seen_time bigint,
  created_time bigint not null
);
create unique index users_username on users (username_key);
create unique index users_skeleton on users (skeleton);
create unique index users_email on users (email_key);

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

-- A message changes last_* alone, and none of them is indexed.
-- user_low and user_high are the two of a personal chat; the same one twice for notes.
create table chats (
  id ${id},
  type smallint not null,
  user_low bigint,
  user_high bigint,
  name text,
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
create table members (
  chat_id bigint not null,
  user_id bigint not null,
  role smallint not null,
  joined_time bigint not null,
  first_event_id bigint not null,
  read_message_id bigint not null,
  delivered_message_id bigint not null,
  wrote boolean not null,
  cleared boolean not null,
  muted_until bigint,
  pinned boolean not null,
  archived boolean not null,
  primary key (chat_id, user_id)
) ${clustered};
create index members_user on members (user_id, chat_id);

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
  reply_to bigint,
  client_message_id text,
  content_hash ${bytes},
  body text
);
create unique index entries_log on entries (chat_id, event_id, kind, from_id, erased);
create unique index entries_client on entries (chat_id, from_id, client_message_id)
  where client_message_id is not null;

-- Chats that ended for all and whose entries are being erased, a part at a time.
create table ended_chats (
  chat_id bigint primary key
);
