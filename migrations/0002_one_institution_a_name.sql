-- Two imports at once on PostgreSQL must not make one institution twice: without a credit code a name stands once a city.
-- (With a code the code tells them apart; a row that gets one leaves this index.)
create unique index institutions_once on institutions (name_key, city) where credit_code is null;
