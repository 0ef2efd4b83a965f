-- What a person can do about a row that was set aside.

alter table quarantine add column if not exists remedy varchar;
