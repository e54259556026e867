-- The market: institutions, openings, and the log that followers read.
-- One text for SQLite and PostgreSQL: BIGINT for numbers, ids, stamps and yes/no; TEXT for words, civil days and JSON.

create table change_clock (
  one bigint primary key check (one = 1),
  seq bigint not null
);
insert into change_clock (one, seq) values (1, 0);

create table changes (
  seq bigint primary key,
  kind text not null check (kind in ('opening', 'institution', 'candidate')),
  id bigint not null
);

create table institutions (
  id bigint primary key,
  credit_code text unique,
  name text not null,
  -- the name without brackets, blanks and company suffix noise: what an import matches on
  name_key text not null,
  -- the first four digits of the region, '' where unknown: one name may stand once a city
  city text not null,
  kind text,
  legal_form text not null,
  grade bigint check (grade between 1 and 5),
  beds bigint check (beds >= 0),
  region text,
  place text,
  address text,
  lat double precision,
  lon double precision,
  phone text,
  contact text,
  source text not null,
  state text not null check (state in ('listed', 'verified', 'suspended')),
  content text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index institutions_by_name on institutions (name_key, city);

create table openings (
  id bigint primary key,
  source text not null,
  source_id text not null,
  institution_id bigint not null references institutions (id),
  title text not null,
  kind text not null check (kind in ('vacancy', 'internship', 'public_welfare', 'apprenticeship', 'advisory', 'volunteer')),
  occupation text,
  region text,
  place text,
  address text,
  lat double precision,
  lon double precision,
  description text not null,
  headcount bigint check (headcount >= 1),
  -- in fen a period
  pay_min bigint check (pay_min >= 0),
  pay_max bigint check (pay_max >= 0),
  pay_period text check (pay_period in ('hour', 'day', 'month', 'year')),
  pay_months bigint,
  education text,
  experience_years bigint,
  skill_level bigint check (skill_level between 1 and 8),
  licences text not null,
  majors text not null,
  employment text,
  benefits text not null,
  skills text not null,
  shifts text not null,
  published text not null,
  valid_until text,
  url text,
  state text not null check (state in ('draft', 'in_review', 'returned', 'open', 'filled', 'closed', 'lapsed')),
  -- the stamp of the last sign of life: an import that listed it again, or its owner's "refresh"
  refreshed_at bigint not null,
  -- applications of the last 30 days, kept for fair ranking
  applied_lately bigint not null default 0,
  -- posts that say the same share this key and are shown folded together
  fold text not null,
  -- a digest of what was imported: the same digest again means nothing changed
  content text not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (source, source_id)
);
create index openings_by_institution on openings (institution_id, state);
create index openings_by_fold on openings (fold);
create index openings_by_state on openings (state, valid_until);

-- every move of an opening's life cycle: who, when, why
create table opening_moves (
  id bigint primary key,
  opening_id bigint not null references openings (id),
  from_state text not null,
  to_state text not null,
  at bigint not null,
  by_whom text not null,
  reason text
);
create index opening_moves_by_opening on opening_moves (opening_id, at);

create index changes_by_row on changes (kind, id, seq);
