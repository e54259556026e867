-- People who look for work: what they told, who may see it, what they agreed to, and who looked.

create table candidates (
  id bigint primary key,
  -- the account of the person, once they have one
  account_id bigint unique,
  source text not null,
  source_id text not null,
  -- keyed digest of source and source_id: outlives the person as a tombstone, so that a file cannot bring them back
  row_key text not null unique,
  name text not null,
  phone text,
  -- the citizen number itself is never kept: a keyed digest that finds it again, and its last four characters
  id_digest text unique,
  id_last4 text,
  region text,
  -- JSON of the person; licences and the household stand in tables of their own
  person text not null,
  visible_to text not null check (visible_to in ('nobody', 'matched', 'verified')),
  -- keyed digest of the imported row: the same digest again means nothing changed
  content text not null,
  -- the last day on which the record is kept; a sign of life moves it on
  keep_until text not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (source, source_id)
);
create index candidates_by_end on candidates (keep_until);

create table candidate_licences (
  candidate_id bigint not null references candidates (id),
  place bigint not null,
  kind text not null,
  valid_until text,
  last_practised text,
  -- whether the index counts it: not once its last day has passed
  counted bigint not null check (counted in (0, 1)),
  primary key (candidate_id, place)
);
create index candidate_licences_by_end on candidate_licences (counted, valid_until);

-- That someone told of their household, even if only "none of these". The flags are apart from everything else.
create table candidate_households (
  candidate_id bigint primary key references candidates (id),
  told_at bigint not null
);
create table candidate_household_flags (
  candidate_id bigint not null references candidates (id),
  flag text not null,
  -- an office that saw evidence: who, when, what kind of paper, and until when it holds
  verified_by bigint,
  verified_on text,
  evidence text,
  valid_until text,
  primary key (candidate_id, flag)
);

-- One agreement to one sharing, in the words it was asked in. Withdrawn, never changed.
create table candidate_consents (
  id bigint primary key,
  candidate_id bigint not null references candidates (id),
  sharing text not null check (sharing in ('masked_matched', 'masked_verified', 'contact', 'household')),
  -- whom a contact may be given to
  institution_id bigint references institutions (id),
  wording text not null,
  given_on text not null,
  channel text not null check (channel in ('web', 'desk', 'paper', 'phone', 'list')),
  recorded_at bigint not null,
  withdrawn_at bigint,
  check ((sharing = 'contact') = (institution_id is not null))
);
create index candidate_consents_by_candidate on candidate_consents (candidate_id, sharing);

-- Institutions that may not find someone, by number where it is known and by name in any case.
create table candidate_hidden_from (
  candidate_id bigint not null references candidates (id),
  name_key text not null,
  name text not null,
  institution_id bigint references institutions (id),
  primary key (candidate_id, name_key)
);
create index candidate_hidden_by_institution on candidate_hidden_from (institution_id);
create index candidate_hidden_by_name on candidate_hidden_from (name_key);

-- Who looked at whose record, at what of it, and why. Shown to the person.
create table access_log (
  id bigint primary key,
  at bigint not null,
  day text not null,
  candidate_id bigint not null,
  -- person, staff, institution, clock
  who text not null,
  who_id bigint,
  what text not null check (what in ('listed', 'profile', 'record', 'household', 'contact', 'id_number', 'export')),
  why text not null
);
create index access_log_by_candidate on access_log (candidate_id, at);
-- a list that shows someone again on the same day is one look
create unique index access_log_listed_once on access_log (candidate_id, who, who_id, day) where what = 'listed';

-- What is left of someone who is gone: that there was a record, and that it may not come back by itself.
create table candidate_tombstones (
  id bigint primary key,
  row_key text not null unique,
  erased_on text not null,
  cause text not null check (cause in ('asked', 'office', 'retention'))
);

-- By which key this store's digests were made: the digest of a fixed word, so that a node with another key notices.
create table digest_key (
  one bigint primary key check (one = 1),
  mark text not null
);
