-- People: accounts, what they may do, their sessions, the letters they get, and the book of who did what.

create table accounts (
  id bigint primary key,
  name text not null,
  -- digits with country code; an account has at least one of the two until it is erased
  phone text unique,
  -- in lower case
  email text unique,
  -- an argon2id string; null: nobody can sign in
  password text,
  lang text not null,
  -- the secret of the second factor in base 32, and from when it is asked for; a secret without a day is being set up
  factor text,
  factor_since bigint,
  -- the last half minute whose code was used: no code twice
  factor_step bigint not null default 0,
  -- made by the sample city, with a password that everybody knows
  sample bigint not null default 0 check (sample in (0, 1)),
  state text not null check (state in ('active', 'erased')),
  created_at bigint not null,
  updated_at bigint not null
);

-- What an account may do beyond its own matters. Someone with none is a person who looks for work.
create table grants (
  id bigint primary key,
  account_id bigint not null references accounts (id),
  role text not null check (role in ('member', 'owner', 'office', 'admin')),
  institution_id bigint references institutions (id),
  region text,
  granted_at bigint not null,
  granted_by bigint,
  check ((role in ('member', 'owner')) = (institution_id is not null)),
  check ((role = 'office') = (region is not null))
);
create unique index grants_once_institution on grants (account_id, institution_id) where institution_id is not null;
create unique index grants_once_region on grants (account_id, region) where region is not null;
create unique index grants_once_admin on grants (account_id) where role = 'admin';
create index grants_by_institution on grants (institution_id, role);

create table sessions (
  -- SHA-256 of what the cookie carries: who reads this table can be nobody else
  key text primary key,
  id bigint not null unique,
  account_id bigint references accounts (id),
  data text not null,
  address text not null,
  agent text not null,
  created_at bigint not null,
  expires_at bigint not null
);
create index sessions_by_account on sessions (account_id);
create index sessions_by_end on sessions (expires_at);

create table invitations (
  id bigint primary key,
  role text not null check (role in ('member', 'owner', 'office', 'admin')),
  institution_id bigint references institutions (id),
  region text,
  -- whom it was meant for, as the inviter wrote it
  login text,
  lang text not null,
  made_by bigint,
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  used_by bigint,
  withdrawn_at bigint
);
create index invitations_by_institution on invitations (institution_id);

-- Links that work once. The link itself is never stored, only its SHA-256.
create table tokens (
  key text primary key,
  kind text not null check (kind in ('reset', 'invitation')),
  account_id bigint references accounts (id),
  invitation_id bigint references invitations (id),
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

create table recovery_codes (
  account_id bigint not null references accounts (id),
  key text not null,
  used_at bigint,
  primary key (account_id, key)
);

-- How often something was tried lately, by a digest of who or from where.
create table tries (
  key text primary key,
  count bigint not null,
  since bigint not null
);

-- Letters to write. A row carries no words: they are written from the truth when the letter goes out.
create table outbox (
  id bigint primary key,
  kind text not null,
  account_id bigint references accounts (id),
  -- for letters to an address that may have no account
  login text,
  invitation_id bigint references invitations (id),
  lang text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'nobody', 'failed')),
  tries bigint not null default 0,
  made_at bigint not null,
  -- not before; put off after each failure
  due_at bigint not null,
  fault text
);
create index outbox_by_state on outbox (state, due_at);

-- Who did or read what, when, from where. Rows are only ever added: triggers, set up beside the migrations because each
-- engine writes them differently, refuse everything else.
create table audit (
  id bigint primary key,
  at bigint not null,
  account_id bigint,
  role text not null,
  action text not null,
  subject text not null,
  subject_id bigint,
  -- JSON; never a name, a number or a word of a person
  detail text not null,
  address text not null
);
create index audit_by_time on audit (at, id);
create index audit_by_account on audit (account_id, at);
create index audit_by_subject on audit (subject, subject_id, at);
